import { datasetOf } from '@wattline/worker';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { uploadKey } from './upload-name.ts';

test.each([
  ['power', 'readings.csv'],
  ['plant 7', 'März +1.csv.gz'],
  ['قراءات', 'عداد.parquet'],
  ['%2e%2e', '%2e%2e.csv'],
  ['<b>', '<img src=x onerror=alert(1)>.CSV'],
])('%s and %s make a key of two segments', (dataset, name) => {
  expect(uploadKey(dataset, name)).toBe(`staging-directory/${dataset}/${name}`);
});

const long = `${'ä'.repeat(100)}.csv`;

test.each([
  '',
  '.csv',
  '../a.csv',
  '..',
  'a/b.csv',
  'a\\b.csv',
  'a\0.csv',
  'a\r\nX-Evil: 1.csv',
  '\u202egsc.csv',
  'a\u2066.csv',
  ' a.csv',
  'wattline.yaml',
  'Wattline.YAML',
  'readings.exe',
  'readings',
  '\ud800.csv',
  long,
])('%j is no name of a file', (name) => {
  expect(() => uploadKey('power', name)).toThrow(
    expect.objectContaining({ status: 400, code: 'FILE_NAME_INVALID' }),
  );
});

test.each(['', '.', '..', '.wattline', 'a/b', 'a\\b', 'a\nb', 'x'.repeat(201), '\u202eabc', 'a '])(
  '%j is no name of a dataset',
  (dataset) => {
    expect(() => uploadKey(dataset, 'a.csv')).toThrow(
      expect.objectContaining({ status: 400, code: 'DATASET_INVALID' }),
    );
  },
);

test('whatever is let through is an upload of just that dataset', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.string({ unit: 'binary', maxLength: 40 }),
      (dataset, name) => {
        let key: string;
        try {
          key = uploadKey(dataset, `${name}.csv`);
        } catch {
          return;
        }
        expect(datasetOf(key)).toBe(dataset);
        expect(key.split('/')).toHaveLength(3);
      },
    ),
  );
});
