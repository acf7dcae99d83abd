import { formatEndings, packingEndings } from '@wattline/engine/formats';
import { expect, test } from 'vitest';
import { datasetOf, deletionKey, isDeletion, STAGING_PREFIX } from './upload.ts';

const named = (path: string): string | undefined => datasetOf(STAGING_PREFIX + path);

test('a file of every format, packed or not, names its dataset without its endings', () => {
  const endings = formatEndings.flatMap((ending) => [
    ending,
    ...packingEndings.map((packing) => ending + packing),
  ]);
  for (const ending of [...endings, ...packingEndings, '.XLSX', '.Csv.GZ', ''])
    expect(named(`load 2.5${ending}`), ending).toBe('load 2.5');
});

test('a folder names the dataset of the files in it', () => {
  expect(named('plant/load.xlsx')).toBe('plant');
});

test('a deletion belongs to its dataset, and is no file of it', () => {
  const key = deletionKey('plant', '1');
  expect(datasetOf(key)).toBe('plant');
  expect([key, 'plant/deletions/1.json'].map(isDeletion)).toEqual([true, false]);
});

test.each([
  '.csv',
  'plant/wattline.yaml',
  'plant/.hidden.csv',
  'plant/',
  'plant/.wattline/a.csv',
  'plant/.wattline/deletions/a.csv',
  '.wattline/deletions/1.json',
  '.wattline/.wattline/deletions/1.json',
])('%j starts no run', (path) => {
  expect(named(path)).toBeUndefined();
});
