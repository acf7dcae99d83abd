import type { ServedRow, Transform } from '@wattline/online-transform';
import { expect, test } from 'vitest';
import { createAsciiWriter } from './ascii-writer.ts';
import { rowWriterOf } from './row-writer.ts';

const names = ['load, mean', 'lädt', 'zero', 'nothing'];
const transform: Pick<Transform, 'version' | 'scaling' | 'columns'> = {
  version: '1',
  scaling: 'none',
  columns: () => names,
};

const written = (row: ServedRow): unknown => {
  const to = createAsciiWriter();
  rowWriterOf(transform as Transform, true)(to, row, { entity: 'Straße 7', newest: 60_000 });
  return JSON.parse(Buffer.concat(to.take().map((part) => part.bytes)).toString('latin1'));
};

test('a row is JSON of ASCII alone, in which each number has all of its bits', () => {
  const values = [5e-324, 0.1 + 0.2, -0, null];
  const row = written({
    at: 0,
    availableAt: 3_600_000,
    values,
    history: ['complete', 'partial', 'complete', 'missing'],
  });
  expect(row).toEqual({
    entity: 'Straße 7',
    event_timestamp: '1970-01-01T00:00:00.000Z',
    available_at: '1970-01-01T01:00:00.000Z',
    version: '1',
    scaler: 'none',
    newestReading: '1970-01-01T00:01:00.000Z',
    values: { 'load, mean': 5e-324, lädt: 0.1 + 0.2, zero: -0, nothing: null },
    history: { 'load, mean': 'complete', lädt: 'partial', zero: 'complete', nothing: 'missing' },
  });
});

test('where all is complete, each column says so', () => {
  expect(written({ at: 0, availableAt: 1, values: [1, 2, 3, 4], history: undefined })).toMatchObject({
    history: Object.fromEntries(names.map((name) => [name, 'complete'])),
  });
});

test('what labels that are differences are of stands beside the values', () => {
  const references = { 'lädt, difference': -0, 'load "x"': 0.1 + 0.2, none: null };
  expect(
    written({ at: 0, origin: 0, references, availableAt: 1, values: [1, 2, 3, 4], history: undefined }),
  ).toMatchObject({ references });
});

test('a row says which of its columns have a word that was never seen, whatever is complete', () => {
  for (const history of [undefined, names.map(() => 'partial' as const)])
    expect(written({ at: 0, availableAt: 1, values: [1, 2, 3, 4], history, unseen: ['lädt'] })).toMatchObject(
      {
        history: Object.fromEntries(names.map((name) => [name, history?.[0] ?? 'complete'])),
        unseen: ['lädt'],
      },
    );
});
