import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InvalidKey } from '@wattline/backend-contract';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { LocalFileError } from '../local-file-error.ts';
import { becomeOrdinaryUser } from '../testing/ordinary-user.ts';
import { openDirectoryStore } from './open-directory-store.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

const openPlain = async (folder = temporaryFolder()) => ({
  folder,
  store: await openDirectoryStore({ name: 'plain', folder, versioned: false }),
});

test('an object is a plain file at its key, and a plain file is an object', async () => {
  const { folder, store } = await openPlain();
  await store.put('a/b c.json', '{}');
  expect(await readFile(join(folder, 'a/b c.json'), 'utf8')).toBe('{}');
  await writeFile(join(folder, 'a/by hand'), 'x');
  const sha256 = '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881';
  expect(await store.head('a/by hand')).toMatchObject({ bytes: 1, etag: sha256, sha256 });
});

test('a large file changed by hand has another etag', async () => {
  const { folder, store } = await openPlain();
  const { etag } = await store.put('large', 'x'.repeat(2_000_000));
  expect((await store.head('large'))?.etag).toBe(etag);
  await writeFile(join(folder, 'large'), 'y'.repeat(2_000_000));
  expect((await store.head('large'))?.etag).not.toBe(etag);
  await store.put('large', 'x'.repeat(2_000_000));
  expect((await store.head('large'))?.etag).toBe(etag);
});

describe('a file that is linked out', () => {
  const content = 'x'.repeat(9_000_000);

  test('is the store’s own, which nobody can write to any more, and whose hash is known', async () => {
    becomeOrdinaryUser();
    const { folder, store } = await openPlain();
    const { sha256 } = await store.put('large', content);
    const [own, out] = [join(folder, 'large'), join(temporaryFolder(), 'out')];
    expect(await store.link?.('large', out)).toEqual({ sha256 });
    expect(await readFile(out, 'utf8')).toBe(content);
    const [kept, linked] = [await stat(own), await stat(out)];
    // A clone is a file of its own.
    if (linked.ino === kept.ino) expect(linked.mode & 0o777).toBe(0o444);
    const hashes = join(folder, '.wattline/hashes');
    const [name = ''] = await readdir(hashes);
    const known = await readFile(join(hashes, name), 'utf8');
    expect((await store.head('large'))?.sha256).toBe(sha256);
    // It was not worked out again.
    expect(await readFile(join(hashes, name), 'utf8')).toBe(known);
    expect(JSON.parse(known)).toMatchObject({
      identity: { ctimeNs: String((await stat(own, { bigint: true })).ctimeNs) },
    });
    // Another object takes its place: what was linked stays.
    await store.put('large', 'other');
    expect(await readFile(out, 'utf8')).toBe(content);
  });

  test('has the hash of its bytes, where somebody changed them in the store', async () => {
    becomeOrdinaryUser();
    const { folder, store } = await openPlain();
    const { sha256 } = await store.put('large', content);
    await writeFile(join(folder, 'large'), content.replaceAll('x', 'y'));
    const linked = await store.link?.('large', join(temporaryFolder(), 'out'));
    expect(linked?.sha256).toHaveLength(64);
    expect(linked?.sha256).not.toBe(sha256);
  });

  test('is no other name of the store’s for root, whom permissions do not stop', async () => {
    const asked = vi.spyOn(process, 'geteuid').mockReturnValue(0);
    onTestFinished(() => asked.mockRestore());
    const { folder, store } = await openPlain();
    await store.put('large', content);
    const out = join(temporaryFolder(), 'out');
    // Where the file system makes clones, it is one.
    if ((await store.link?.('large', out)) === undefined) await writeFile(out, 'nothing was there');
    await writeFile(out, 'edited');
    expect(await readFile(join(folder, 'large'), 'utf8')).toBe(content);
  });

  test('is copied where it is small, or its user’s to edit', async () => {
    const { store } = await openPlain();
    await store.put('small', 'x');
    const out = join(temporaryFolder(), 'out');
    expect(await store.link?.('small', out)).toBeUndefined();
    const kept = await openDirectoryStore({ name: 'kept', folder: temporaryFolder(), versioned: true });
    await kept.put('large', content);
    expect(await kept.link?.('large', out)).toBeUndefined();
    await expect(stat(out)).rejects.toThrow('ENOENT');
    await expect(store.link?.('absent', out)).rejects.toThrow('there is no object absent');
  });
});

describe('a large file of which versions are kept', () => {
  const openShared = async () => {
    becomeOrdinaryUser();
    const folder = temporaryFolder();
    const options = { name: 'kept', folder, versioned: true, sharedFrom: 1_000 };
    return { folder, store: await openDirectoryStore(options), own: join(folder, 'large') };
  };
  const content = 'x'.repeat(2_000);

  test('is written once, and cannot be written to', async () => {
    const { folder, store, own } = await openShared();
    const from = join(temporaryFolder(), 'from');
    await writeFile(from, content);
    const { versionId = '' } = await store.putFile('large', from);
    const path = await store.file('large', folder, { versionId });
    const [kept, tree] = [await stat(path), await stat(own)];
    // A clone is a file of its own.
    if (kept.ino === tree.ino) expect(tree.mode & 0o777).toBe(0o444);
    expect(await store.importFile('large')).toBeUndefined();
    await writeFile(from, 'a later one');
    expect(await readFile(own, 'utf8')).toBe(content);
    await store.putFile('large', from);
    expect(await readFile(await store.file('large', folder, { versionId }), 'utf8')).toBe(content);
    expect(await readFile(own, 'utf8')).toBe('a later one');
  });

  test('is no version any more, once somebody wrote to it all the same', async () => {
    const { store, own, folder } = await openShared();
    const { versionId = '', sha256 } = await store.put('large', content);
    const path = await store.file('large', folder);
    if ((await stat(path)).ino !== (await stat(own)).ino) return;
    await utimes(own, 1, 1);
    // As it was, but for the time of writing.
    expect((await store.head('large', { versionId }))?.sha256).toBe(sha256);
    await chmod(own, 0o644);
    await writeFile(own, content.replaceAll('x', 'y'));
    expect(await store.head('large', { versionId })).toBeUndefined();
    await expect(store.file('large', folder, { versionId })).rejects.toThrow('there is no object large');
    const imported = await store.importFile('large');
    expect(imported?.sha256).not.toBe(sha256);
    expect((await store.head('large'))?.versionId).toBe(imported?.versionId);
  });
});

describe('a file that is put', () => {
  test('is moved where it is given away', async () => {
    const { folder, store } = await openPlain();
    await writeFile(join(folder, 'own'), 'x');
    const { ino } = await stat(join(folder, 'own'));
    await store.putFile('key', join(folder, 'own'), { move: true });
    expect((await stat(join(folder, 'key'))).ino).toBe(ino);
    expect(await readdir(folder)).not.toContain('own');
  });

  test('is copied where it has another name, or is a link', async () => {
    const { folder, store } = await openPlain();
    await writeFile(join(folder, 'own'), 'x');
    execFileSync('ln', [join(folder, 'own'), join(folder, 'other name')]);
    await symlink(join(folder, 'own'), join(folder, 'link'));
    await store.putFile('of two names', join(folder, 'own'), { move: true });
    await store.putFile('of a link', join(folder, 'link'), { move: true });
    await writeFile(join(folder, 'other name'), 'changed');
    for (const key of ['of two names', 'of a link']) expect((await store.head(key))?.bytes).toBe(1);
  });
});

describe('a copy inside the store', () => {
  test('shares its bytes with the object, and neither is changed by what becomes of the other', async () => {
    const { folder, store } = await openPlain();
    for (const size of [10, 2_000_000]) {
      const first = await store.put('a', 'x'.repeat(size));
      // Twice: the second time the copy is another name of the file already.
      for (const _ of [1, 2]) expect((await store.copy({ store, key: 'a' }, 'b')).etag).toBe(first.etag);
      expect((await stat(join(folder, 'b'))).ino).toBe((await stat(join(folder, 'a'))).ino);
      await store.put('a', 'y'.repeat(size));
      expect((await store.head('b'))?.etag).toBe(first.etag);
      await store.delete('a');
      expect((await store.get('b'))?.body).toEqual(Buffer.from('x'.repeat(size)));
      expect(await readdir(join(folder, '.wattline/tmp'))).toEqual([]);
    }
  });
});

describe('links in the folder', () => {
  test('lead nowhere: what is behind them is not there, and is never written or deleted', async () => {
    const { folder, store } = await openPlain();
    const outside = temporaryFolder();
    await writeFile(join(outside, 'secret'), 'secret');
    await symlink(outside, join(folder, 'out'));
    await symlink(join(outside, 'secret'), join(folder, 'file'));
    await symlink('.wattline', join(folder, 'in'));
    for (const key of ['out/secret', 'file', 'in/clock']) {
      expect(await store.get(key)).toBeUndefined();
      expect(await store.head(key)).toBeUndefined();
      await store.delete(key);
    }
    for await (const { key } of store.list('')) expect(key).toBe('none');
    for (const key of ['out/new', 'out/deep/er', 'in/new'])
      await expect(store.put(key, 'x')).rejects.toBeInstanceOf(InvalidKey);
    await store.put('file', 'in the place of the link');
    expect(await readdir(outside)).toEqual(['secret']);
    expect(await readFile(join(outside, 'secret'), 'utf8')).toBe('secret');
  });
});

test('a key that is another key’s folder, or under another object, is refused with the reason', async () => {
  const { store } = await openPlain();
  await store.put('a/b', '1');
  await store.put('c', '2');
  await expect(store.put('a', 'x')).rejects.toThrow(/"a" cannot be: .*is a folder with objects of its own/);
  await expect(store.put('c/d', 'x')).rejects.toThrow(/"c\/d" cannot be: .*is an object itself/);
  expect(await store.get('a')).toBeUndefined();
  expect(await store.get('c/d')).toBeUndefined();
  await store.delete('a');
  await store.delete('c/d');
  expect([(await store.head('a/b'))?.bytes, (await store.head('c'))?.bytes]).toEqual([1, 1]);
});

test.for(['.wattline', '.wattline/clock', '.Wattline/clock', '.wattline/tmp/x'])(
  'the store’s own files are no objects: %s',
  async (key) => {
    const { store } = await openPlain();
    await expect(store.put(key, 'x')).rejects.toBeInstanceOf(InvalidKey);
    await expect(store.get(key)).rejects.toBeInstanceOf(InvalidKey);
  },
);

test('versions go on after the system’s clock was set back, and after a restart', async () => {
  const folder = temporaryFolder();
  await mkdir(join(folder, '.wattline'), { recursive: true });
  const future = `${String(Date.now() + 3_600_000).padStart(15, '0')}-999999`;
  await writeFile(join(folder, '.wattline/clock'), future);
  const ids: (string | undefined)[] = [future];
  for (let time = 0; time < 3; time += 1) {
    const store = await openDirectoryStore({ name: 'staging', folder, versioned: true });
    ids.push((await store.put('a', String(time))).versionId);
    expect(new TextDecoder().decode((await store.get('a'))?.body)).toBe(String(time));
  }
  expect(ids).toEqual(ids.toSorted());
  expect(new Set(ids).size).toBe(4);
});

describe.runIf(process.platform === 'linux' && process.getuid?.() === 0)('on a full disk', () => {
  const mountTiny = () => {
    const folder = temporaryFolder();
    execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder]);
    onTestFinished(() => {
      execFileSync('/bin/umount', [folder]);
    });
    return folder;
  };

  test.for([false, true])(
    'a put fails with code, place and remedy, and leaves nothing (versioned: %s)',
    async (versioned) => {
      const folder = mountTiny();
      const store = await openDirectoryStore({ name: 'tiny', folder, versioned });
      await store.put('a', 'before');
      const outside = join(temporaryFolder(), 'large');
      await writeFile(outside, 'x'.repeat(3_000_000));
      const puts = [() => store.put('a', 'x'.repeat(3_000_000)), () => store.putFile('a', outside)];
      for (const put of puts) {
        const error = await put().catch((cause: unknown) => cause);
        expect(error).toBeInstanceOf(LocalFileError);
        expect(error).toMatchObject({
          code: 'DISK_FULL',
          place: { file: join(folder, 'a') },
          remedy: expect.stringContaining('free disk space'),
        });
      }
      expect(new TextDecoder().decode((await store.get('a'))?.body)).toBe('before');
      expect(await readdir(join(folder, '.wattline/tmp'))).toEqual([]);
      await store.put('b', 'there is room for small ones');
    },
  );
});
