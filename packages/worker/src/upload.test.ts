import { formatEndings, packingEndings } from '@wattline/engine/formats';
import { expect, test } from 'vitest';
import { datasetOf, STAGING_PREFIX } from './upload.ts';

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

test.each(['.csv', 'plant/wattline.yaml', 'plant/.hidden.csv', 'plant/'])('%j starts no run', (path) => {
  expect(named(path)).toBeUndefined();
});
