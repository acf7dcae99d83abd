import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFile,
  chmod,
  mkdir,
  open,
  readFile,
  rename,
  rm,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { becomeOrdinaryUser } from '../../testing/ordinary-user.ts';
import type { CreatedObject } from '../notifier.ts';
import { type DirectoryStore, openDirectoryStore } from '../open-directory-store.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { type WatchStagingOptions, watchStaging } from './watch-staging.ts';

const PREFIX = 'staging-directory/';
const QUIET_MS = 100;
const keyA = `${PREFIX}meters/a.csv`;

const openStaging = async (folder: string) => {
  const created: CreatedObject[] = [];
  const store = await openDirectoryStore({
    name: 'staging',
    folder,
    versioned: true,
    notifiesPrefix: PREFIX,
    onCreated: async (object) => {
      created.push(object);
    },
  });
  const path = (name: string) => join(folder, PREFIX, name);
  return { folder, store, created, path };
};

const watchUntil = async (store: DirectoryStore, options: Partial<WatchStagingOptions> = {}) => {
  const stop = new AbortController();
  const { done } = await watchStaging({
    store,
    signal: stop.signal,
    quietMs: QUIET_MS,
    scanMs: 300,
    ...options,
  });
  const end = async () => {
    stop.abort();
    await done;
  };
  onTestFinished(end);
  return end;
};

const start = async () => {
  const staging = await openStaging(temporaryFolder());
  await mkdir(staging.path('meters'));
  const end = await watchUntil(staging.store);
  return { ...staging, end };
};

const textOf = async (store: DirectoryStore, { key, versionId = '' }: CreatedObject) =>
  new TextDecoder().decode((await store.get(key, { versionId }))?.body);

const expectCreated = (created: readonly CreatedObject[], keys: readonly string[]) =>
  expect.poll(() => created.map(({ key }) => key), { interval: 10 }).toEqual(keys);

/** A file that is copied now is imported after whatever was there to import before. */
const settleWith = async ({
  created,
  path,
}: {
  created: CreatedObject[];
  path: (name: string) => string;
}) => {
  const name = `last-${created.length}.csv`;
  await writeFile(path(name), 'last');
  await expect.poll(() => created.some(({ key }) => key === PREFIX + name), { interval: 10 }).toBe(true);
  return created.filter(({ key }) => key !== PREFIX + name);
};

describe('a file is imported and announced once when it', () => {
  test('is copied', async () => {
    const { store, created, path, folder } = await start();
    await writeFile(join(folder, 'source'), 'a,b\n1,2\n');
    execFileSync('cp', [join(folder, 'source'), path('meters/a.csv')]);
    await expectCreated(created, [keyA]);
    expect(created[0]).toMatchObject({ bytes: 8, versionId: created[0]?.sequencer });
    expect(await store.head(keyA)).toMatchObject({ versionId: created[0]?.versionId, bytes: 8 });
  });

  test('is moved in, with its folders', async () => {
    const { created, path, folder } = await start();
    await mkdir(join(folder, 'ready/deep'), { recursive: true });
    await writeFile(join(folder, 'ready/deep/a.csv'), 'x');
    await rename(join(folder, 'ready'), path('other'));
    await expectCreated(created, [`${PREFIX}other/deep/a.csv`]);
  });

  test('is written under a passing name and renamed', async () => {
    const { created, path } = await start();
    for (const passing of ['meters/.a.csv.Xy12', 'meters/a.csv.part', 'meters/a.csv~', 'meters/~$a.csv']) {
      await writeFile(path(passing), 'x');
      expect(await settleWith({ created, path })).not.toContainEqual(expect.objectContaining({ bytes: 1 }));
      created.length = 0;
      await rename(path(passing), path('meters/a.csv'));
      await expectCreated(created, [keyA]);
      created.length = 0;
    }
  });

  test('is saved over what was there, and the old version stays', async () => {
    const { store, created, path } = await start();
    await writeFile(path('meters/a.csv'), 'first');
    await expectCreated(created, [keyA]);
    // In place: the version must not share its bytes with the file.
    await writeFile(path('meters/a.csv'), 'other', { flag: 'r+' });
    await expectCreated(created, [keyA, keyA]);
    expect(await Promise.all(created.map((each) => textOf(store, each)))).toEqual(['first', 'other']);
    expect((created[0]?.sequencer ?? '') < (created[1]?.sequencer ?? '')).toBe(true);
  });

  test('is copied again with the same content', async () => {
    const { created, path } = await start();
    await writeFile(path('meters/a.csv'), 'same');
    await expectCreated(created, [keyA]);
    await utimes(path('meters/a.csv'), new Date(), new Date());
    await expectCreated(created, [keyA, keyA]);
    expect(created[0]?.etag).toBe(created[1]?.etag);
  });

  test('was deleted and comes back', async () => {
    const { store, created, path } = await start();
    await writeFile(path('meters/a.csv'), '1');
    await expectCreated(created, [keyA]);
    await rm(path('meters/a.csv'));
    expect(await store.head(keyA)).toBeUndefined();
    expect(await settleWith({ created, path })).toHaveLength(1);
    await writeFile(path('meters/a.csv'), '2');
    await expect.poll(() => created.filter(({ key }) => key === keyA).length).toBe(2);
  });

  test('stays empty', async () => {
    const staging = await openStaging(temporaryFolder());
    const emptyMs = 2_000;
    await watchUntil(staging.store, { emptyMs });
    const before = Date.now();
    await writeFile(staging.path('empty.csv'), '');
    await expectCreated(staging.created, [`${PREFIX}empty.csv`]);
    expect(staging.created).toMatchObject([{ bytes: 0 }]);
    // It may still be filled until then. The clock of files is a little coarser.
    expect(Date.now() - before).toBeGreaterThan(emptyMs - 100);
  });
});

describe('a file that is still being written', () => {
  test.runIf(process.platform === 'linux')(
    'is left alone while its writer has it open, however long it pauses',
    async () => {
      const { store, created, path } = await start();
      const handle = await open(path('meters/a.csv'), 'w');
      await handle.write('first half, ');
      await handle.sync();
      expect(await settleWith({ created, path })).toEqual([]);
      expect(await settleWith({ created, path })).toHaveLength(1);
      await handle.write('second half');
      await handle.close();
      await expect.poll(() => created.filter(({ key }) => key === keyA).length).toBe(1);
      const [whole] = created.filter(({ key }) => key === keyA);
      expect(whole && (await textOf(store, whole))).toBe('first half, second half');
    },
  );

  test('by another program, in many small pieces, is imported whole', async () => {
    const { store, created, path } = await start();
    const writer = spawn('sh', [
      '-c',
      'for i in 1 2 3 4 5 6 7 8; do echo line $i; sleep 0.05; done > "$0"',
      path('meters/a.csv'),
    ]);
    await once(writer, 'exit');
    await expectCreated(created, [keyA]);
    expect(created[0] && (await textOf(store, created[0]))).toMatch(/^line 1\n(line \d\n){6}line 8\n$/);
  });
});

// Root sees all writers: the watch becomes another user, who sees only its own.
test.runIf(process.platform === 'linux' && process.getuid?.() === 0)(
  'a half file of another user’s slow writer is not imported (needs root)',
  async () => {
    const folder = temporaryFolder();
    await chmod(folder, 0o777);
    const file = join(folder, PREFIX, 'a.csv');
    const writer = spawn('sh', ['-c', 'read go; (echo first; sleep 1; echo second) > "$0"', file]);
    becomeOrdinaryUser();
    const { store, created } = await openStaging(folder);
    await watchUntil(store, { unseenQuietMs: 4_000 });
    writer.stdin.end('go\n');
    await expectCreated(created, [`${PREFIX}a.csv`]);
    expect(created[0] && (await textOf(store, created[0]))).toBe('first\nsecond\n');
  },
);

describe('nothing is imported', () => {
  test('of what is put through the store', async () => {
    const { store, created, path } = await start();
    await store.put(keyA, 'put');
    const upload = join(store.folder, 'upload');
    await writeFile(upload, 'put as a file');
    await store.putFile(`${PREFIX}file.csv`, upload);
    const another = await openStaging(store.folder);
    await another.store.put(keyA, 'put by another process');
    expect(await settleWith({ created, path })).toHaveLength(2);
    expect(another.created).toHaveLength(1);
  });

  test('when a file is given other rights, or renamed to and fro', async () => {
    const { created, path } = await start();
    await writeFile(path('meters/a.csv'), '1');
    await expectCreated(created, [keyA]);
    await chmod(path('meters/a.csv'), 0o600);
    expect(await settleWith({ created, path })).toHaveLength(1);
    created.length = 1;
    await rename(path('meters/a.csv'), path('meters/a.csv.tmp'));
    await rename(path('meters/a.csv.tmp'), path('meters/a.csv'));
    expect(await settleWith({ created, path })).toHaveLength(1);
  });

  test('from behind a link', async () => {
    const { created, path } = await start();
    const outside = temporaryFolder();
    await writeFile(join(outside, 'secret.csv'), 'secret');
    await symlink(outside, path('folder'));
    await symlink(join(outside, 'secret.csv'), path('secret.csv'));
    expect(await settleWith({ created, path })).toEqual([]);
  });
});

describe('what cannot be imported is reported once, with the reason:', () => {
  const startWithLog = async () => {
    const warnings: object[] = [];
    const staging = await openStaging(temporaryFolder());
    await mkdir(staging.path('meters'));
    await watchUntil(staging.store, {
      log: { info: () => {}, warn: (fields) => warnings.push(fields) },
    });
    return { ...staging, warnings };
  };

  test.runIf(process.platform === 'linux')('links, named pipes, names that are not UTF-8', async () => {
    const staging = await startWithLog();
    const { path, warnings } = staging;
    await symlink('/etc/hostname', path('meters/link.csv'));
    execFileSync('mkfifo', [path('meters/pipe.csv')]);
    await writeFile(
      Buffer.concat([Buffer.from(path('meters/')), Buffer.from([0xfc, 0x2e, 0x63, 0x73, 0x76])]),
      'x',
    );
    await expect.poll(() => warnings.length).toBe(3);
    expect(warnings).toEqual(
      expect.arrayContaining([
        { file: `${PREFIX}meters/link.csv`, reason: 'it is a symbolic link: copy the file itself' },
        { file: `${PREFIX}meters/pipe.csv`, reason: 'it is a named pipe: write to a file' },
        { file: `${PREFIX}meters/\u{FFFD}.csv`, reason: 'its name is not valid UTF-8: rename it' },
      ]),
    );
    // Several scans later they are still reported once, and what is beside them is imported.
    expect(await settleWith(staging)).toEqual([]);
    expect(await settleWith(staging)).toHaveLength(1);
    expect(warnings).toHaveLength(3);
  });
});

describe('when the watch starts again', () => {
  test('what came meanwhile is imported, what was imported before is not', async () => {
    const first = await start();
    await writeFile(first.path('meters/a.csv'), '1');
    await expectCreated(first.created, [keyA]);
    await first.end();
    await writeFile(first.path('meters/b.csv'), '2');
    const second = await openStaging(first.folder);
    await watchUntil(second.store);
    expect((await settleWith(second)).map(({ key }) => key)).toEqual([`${PREFIX}meters/b.csv`]);
  });

  test('what was put but not announced is announced', async () => {
    const folder = temporaryFolder();
    const silent = await openDirectoryStore({
      name: 'staging',
      folder,
      versioned: true,
      notifiesPrefix: PREFIX,
    });
    const { versionId } = await silent.put(keyA, 'x');
    const { store, created } = await openStaging(folder);
    await watchUntil(store);
    expect(created.map((each) => each.versionId)).toEqual([versionId]);
  });
});

test('what cannot be announced just now is announced later', async () => {
  const folder = temporaryFolder();
  let refusals = 0;
  const created: string[] = [];
  const store = await openDirectoryStore({
    name: 'staging',
    folder,
    versioned: true,
    notifiesPrefix: PREFIX,
    onCreated: async ({ key }) => {
      if (created.length === 0 && refusals < 2) {
        refusals += 1;
        throw new Error('the queue is busy');
      }
      created.push(key);
    },
  });
  await watchUntil(store, { scanMs: 100 });
  await appendFile(join(folder, PREFIX, 'a.csv'), 'x');
  await expect.poll(() => created).toEqual([`${PREFIX}a.csv`]);
  expect(refusals).toBe(2);
  expect(await readFile(join(folder, PREFIX, 'a.csv'), 'utf8')).toBe('x');
});
