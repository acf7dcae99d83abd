import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import type { CreatedObject } from './notifier.ts';
import { openDirectoryStore } from './open-directory-store.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

const worker = fileURLToPath(new URL('./testing/store-worker.ts', import.meta.url));

const startWorker = (task: string, folder: string, times: number) => {
  const child = spawn(process.execPath, ['--no-warnings', worker, task, folder, String(times)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return child;
};

const outcomeOf = async (child: ReturnType<typeof startWorker>): Promise<string> => {
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += String(chunk);
  });
  const [code] = await once(child, 'close');
  expect(code).toBe(0);
  return output;
};

test('no update is lost between processes that count up by compare-and-swap', async () => {
  const folder = temporaryFolder();
  const store = await openDirectoryStore({ name: 'plain', folder, versioned: false });
  await store.put('counter', '0');
  await Promise.all([1, 2, 3].map(() => outcomeOf(startWorker('count', folder, 100))));
  expect(new TextDecoder().decode((await store.get('counter'))?.body)).toBe('300');
});

test('of processes that create the same keys, one wins each', async () => {
  const folder = temporaryFolder();
  const won = await Promise.all([1, 2, 3].map(() => outcomeOf(startWorker('create', folder, 200))));
  expect(won.map(Number).reduce((a, b) => a + b)).toBe(200);
});

test('a process killed as it puts leaves no half object, no lock, no rubbish and nothing unannounced', async () => {
  const folder = temporaryFolder();
  for (let kill = 0; kill < 12; kill += 1) {
    const child = startWorker('write', folder, 0);
    await once(child.stdout, 'data');
    const store = await openDirectoryStore({ name: 'staging', folder, versioned: true });
    const before = (await store.head('a'))?.versionId;
    // Until it has put at least once since it began; then at any instant.
    await expect
      .poll(async () => (await store.head('a'))?.versionId, { interval: kill % 4 })
      .not.toBe(before);
    child.kill('SIGKILL');
    await once(child, 'close');

    const created: CreatedObject[] = [];
    const after = await openDirectoryStore({
      name: 'staging',
      folder,
      versioned: true,
      notifiesPrefix: '',
      onCreated: async (object) => {
        created.push(object);
      },
    });
    expect(await readdir(join(folder, '.wattline/tmp'))).toEqual([]);
    await after.reconcile();
    const newest = await after.importFile('a').then((imported) => imported ?? after.head('a'));
    expect(created.map(({ versionId }) => versionId)).toContain(newest?.versionId);
    for (const { versionId = '', bytes, etag } of created) {
      const version = await after.get('a', { versionId });
      expect(version?.info).toMatchObject({ bytes: 300_000, etag });
      expect(bytes).toBe(300_000);
      expect(new Set(version?.body).size).toBe(1);
    }
    expect(await readdir(join(folder, '.wattline/pending'))).toEqual([]);
    await after.put('a', 'the lock is free', newest === undefined ? {} : { ifMatch: newest.etag });
  }
});
