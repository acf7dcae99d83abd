import { expect, test } from 'vitest';
import { datasetNameOf } from './upload-state.ts';

test('a file names its dataset, in signs that a folder may have', () => {
  expect(['Plant 7.csv', 'a.csv.gz', '../../x.parquet', '<b>.csv', '.csv'].map(datasetNameOf)).toEqual([
    'plant-7',
    'a',
    'x',
    'b',
    'readings',
  ]);
});
