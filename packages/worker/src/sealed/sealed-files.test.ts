import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ObjectStore } from '@wattline/backend-contract';
import { expect, onTestFinished, test } from 'vitest';
import { createSealedFiles, type SealedFile } from './sealed-files.ts';

/** A store that downloads, as one that is far away does, and counts how often. */
const farStore = (contents: Readonly<Record<string, string>>) => {
  const downloads: string[] = [];
  const store = {
    name: 'far',
    file: async (key: string, folder: string) => {
      downloads.push(key);
      const path = join(folder, `${downloads.length}-${key}`);
      await writeFile(path, contents[key] ?? '');
      return path;
    },
  } as unknown as ObjectStore;
  const sealed = (key: string, sealedText = contents[key] ?? ''): SealedFile => ({
    store,
    key,
    bytes: sealedText.length,
    sha256: createHash('sha256').update(sealedText).digest('hex'),
  });
  return { downloads, sealed };
};

const open = async (maxBytes: number) => {
  const folder = await mkdtemp(join(tmpdir(), 'wattline-sealed-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const files = createSealedFiles({ folder, maxBytes });
  const read = (...wanted: SealedFile[]) =>
    files.use(wanted, (paths) => Promise.all(paths.map((path) => readFile(path, 'utf8'))));
  return { folder, files, read };
};

const contents = { a: 'aaaa', b: 'bbbb', c: 'cccc' };

test('a file is fetched once, in whatever order it is asked for', async () => {
  const { downloads, sealed } = farStore(contents);
  const { read } = await open(100);
  expect(await read(sealed('b'), sealed('a'))).toEqual(['bbbb', 'aaaa']);
  expect(await Promise.all(Array.from({ length: 5 }, () => read(sealed('a'), sealed('c'))))).toEqual(
    Array(5).fill(['aaaa', 'cccc']),
  );
  expect(downloads.toSorted()).toEqual(['a', 'b', 'c']);
});

test('what was used least recently goes first, and nothing that is in use', async () => {
  const { downloads, sealed } = farStore(contents);
  const { read, files, folder } = await open(8);
  await read(sealed('a'));
  await read(sealed('b'));
  await read(sealed('a'));
  await read(sealed('c'));
  expect(await readdir(folder)).toEqual(expect.arrayContaining(['1-a', '3-c']));
  expect(await readdir(folder)).toHaveLength(2);
  await read(sealed('b'));
  expect(downloads).toEqual(['a', 'b', 'c', 'b']);

  await files.use([sealed('a'), sealed('b'), sealed('c')], async (paths) => {
    await read(sealed('a'));
    // Twelve bytes, though eight are kept.
    expect(await Promise.all(paths.map((path) => readFile(path, 'utf8')))).toEqual(['aaaa', 'bbbb', 'cccc']);
  });
  expect(await readdir(folder)).toHaveLength(2);
});

test('what is not what was sealed is not lent, and does not stay', async () => {
  const { downloads, sealed } = farStore(contents);
  const { read, folder } = await open(100);
  const wrong = sealed('a', 'what it was');
  await expect(read(sealed('b'), wrong)).rejects.toMatchObject({ code: 'FILE_DAMAGED' });
  await expect(read(wrong)).rejects.toMatchObject({ code: 'FILE_DAMAGED' });
  expect(downloads.filter((key) => key === 'a')).toHaveLength(2);
  expect(await readdir(folder)).toEqual([expect.stringMatching(/-b$/)]);
});
