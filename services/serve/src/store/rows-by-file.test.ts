import type { Row, Transform } from '@wattline/online-transform';
import { expect, test } from 'vitest';
import type { PostedRow } from './posted-rows.ts';
import { rowsByFile } from './rows-by-file.ts';

const rowOf = (line: number, at: number, entity = 'a'): PostedRow => ({
  row: { t: at, entity },
  of: { line, entity, at, values: [], words: [] },
});

/** A dataset of which a file is read by `read`; times from 10 on depend on the rows beside them. */
const reading = (read: (row: Row) => number): Pick<Transform, 'fromFile' | 'isByFile' | 'readings'> => ({
  isByFile: (_, { at }) => at >= 10,
  fromFile: (rows) => ({
    counted: rows.map((row, i) => ({
      line: i + 1,
      entity: String(row.entity),
      at: read(row),
      values: [],
      words: [],
    })),
    readings: new Map(),
    refused: [],
    exactDuplicates: 0,
    otherVintages: 0,
  }),
  readings: { entity: 'entity', values: [], words: [], buckets: 16, sameKey: 'add', emptyCells: 'keep' },
});

const asPosted = reading(({ t }) => Number(t));

test('rows that no other decides about may be beside any', () => {
  expect(rowsByFile(asPosted, [], [rowOf(1, 1), rowOf(2, 2)])).toBeUndefined();
});

test('those of a bucket of entities are a file where others decide about one of the call', () => {
  const rows = [rowOf(1, 1), rowOf(2, 12), rowOf(3, 3, 'b')];
  expect(rowsByFile(asPosted, [], rows)).toEqual([rows.slice(0, 2), rows.slice(2)]);
});

test('a row that its file would have at another time is refused', () => {
  const other = reading(({ t }) => (t === 12 ? 11 : Number(t)));
  expect(() => rowsByFile(other, [], [rowOf(1, 1), rowOf(2, 12)])).toThrow(
    expect.objectContaining({ code: 'STORE_NEEDS_FILE_TIMES', place: { line: 2 } }),
  );
});
