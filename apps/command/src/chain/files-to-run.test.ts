import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { filesToRun } from './files-to-run.ts';

const makeDays = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'wattline-days-'));
  await mkdir(join(folder, 'empty'));
  await mkdir(join(folder, 'more.csv'));
  for (const name of ['b.csv', 'a.csv.gz', '.hidden.csv', 'wattline.yaml', 'notes.txt~'])
    await writeFile(join(folder, name), '');
  return folder;
};

test('files, folders and patterns stand for files, each once, in the order of their names', async () => {
  const folder = await makeDays();
  const [a, b] = [join(folder, 'a.csv.gz'), join(folder, 'b.csv')];
  expect(await filesToRun([b])).toEqual([b]);
  expect(await filesToRun([folder])).toEqual([a, b]);
  expect(await filesToRun([join(folder, '*.csv')])).toEqual([b]);
  expect(await filesToRun([b, folder, join(folder, '[ab].csv*')])).toEqual([b, a]);
});

test('names that stand for no file are refused, with what to do', async () => {
  const folder = await makeDays();
  for (const name of ['none.csv', 'none-*.csv', 'empty'])
    await expect(filesToRun([join(folder, name)])).rejects.toMatchObject({
      code: 'FILE_MISSING',
      place: { file: join(folder, name) },
    });
});
