import type { RowChange, UploadBetween } from '@wattline/api';
import { expect, test } from 'vitest';
import { changeLines } from './change-lines.ts';

const uploads: UploadBetween[] = [
  {
    run: 'r1',
    type: 'upload',
    key: 'staging-directory/plant/tuesday.csv',
    at: '2026-01-06T00:00:00Z',
    change: 'joined',
  },
  { run: 'r2', type: 'deletion', key: 'x.json', at: '2026-01-07T00:00:00Z', change: 'joined' },
];
const row = { entity: 'a', eventTimestamp: '2026-01-06T05:00:00.000Z' };

test('a line for each cell that changed, with its own uploads; one for a row that is new', () => {
  const changed: RowChange = {
    ...row,
    change: 'changed',
    cells: [
      { column: 'load', from: 1, to: null, by: [0] },
      { column: 'lag', from: null, to: 'NaN', by: [1] },
    ],
    by: [
      { upload: 0, through: 'lookback', reading: '2026-01-06T03:00:00.000Z' },
      { upload: 1, through: 'interval' },
    ],
  };
  const added: RowChange = {
    ...row,
    change: 'added',
    cells: [{ column: 'load', to: 1 }],
    by: [{ upload: 0, through: 'interval' }],
  };
  expect(changeLines([changed, added], uploads)).toEqual([
    {
      ...row,
      change: 'changed',
      key: 'a 2026-01-06T05:00:00.000Z load',
      column: 'load',
      from: 1,
      to: null,
      through: '1 tuesday.csv, its reading of 2026-01-06 03:00',
    },
    {
      ...row,
      change: 'changed',
      key: 'a 2026-01-06T05:00:00.000Z lag',
      column: 'lag',
      from: null,
      to: 'NaN',
      through: '2 deletion',
    },
    { ...row, change: 'added', key: 'a 2026-01-06T05:00:00.000Z', through: '1 tuesday.csv' },
  ]);
  expect(changeLines([{ ...added, by: undefined }])[0]).not.toHaveProperty('through');
});
