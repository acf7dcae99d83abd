import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDirectoryStore } from '../open-directory-store.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { createCandidates } from './candidates.ts';

test('data waits for the spec that comes just after it, in its folder, and for no other', async () => {
  const folder = temporaryFolder();
  const imported: string[] = [];
  const store = await openDirectoryStore({
    name: 'staging',
    folder,
    versioned: true,
    notifiesPrefix: '',
    onCreated: async ({ key }) => {
      imported.push(key);
    },
  });
  await mkdir(join(folder, 'meters'));
  await mkdir(join(folder, 'other'));
  for (const key of ['meters/a.csv', 'meters/wattline.yaml', 'other/b.csv'])
    await writeFile(join(folder, key), key);
  let now = 0;
  const candidates = createCandidates(
    store,
    { quietMs: 750, unseenQuietMs: 5_000, emptyMs: 5_000 },
    undefined,
    () => now,
  );
  await candidates.look('meters/a.csv');
  await candidates.look('other/b.csv');
  now = 700;
  await candidates.look('meters/wattline.yaml');
  await candidates.importSettled();
  expect(imported).toEqual([]);
  now = 750;
  await candidates.importSettled();
  expect(imported).toEqual(['other/b.csv']);
  now = 1_450;
  await candidates.importSettled();
  expect(imported).toEqual(['other/b.csv', 'meters/wattline.yaml', 'meters/a.csv']);
  expect(candidates.open()).toEqual([]);
});

test('what was put, or imported before, is not even read again', async () => {
  const folder = temporaryFolder();
  const store = await openDirectoryStore({ name: 'staging', folder, versioned: true, notifiesPrefix: '' });
  await store.put('put.csv', 'x');
  await writeFile(join(folder, 'copied.csv'), 'x');
  expect((await store.importFile('copied.csv'))?.bytes).toBe(1);
  const candidates = createCandidates(
    store,
    { quietMs: 750, unseenQuietMs: 5_000, emptyMs: 5_000 },
    undefined,
  );
  await candidates.look('put.csv');
  await candidates.look('copied.csv');
  expect(candidates.open()).toEqual([]);
});
