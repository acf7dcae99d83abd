import { expect, test } from 'vitest';
import { datasetNameOf } from './upload-state.ts';

test('a file names its dataset, in signs that a folder may have', () => {
  const endings = { formats: ['.csv', '.xlsx', '.parquet'], packings: ['.gz', '.zst'] };
  const files = ['Plant 7.csv', 'a.csv.gz', 'A.XLSX', 'b.csv.zst', '../../x.parquet', '<b>.csv', '.csv'];
  expect(files.map((file) => datasetNameOf(file, endings))).toEqual([
    'plant-7',
    'a',
    'a',
    'b',
    'x',
    'b',
    'readings',
  ]);
});
