import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SUMS } from '../profile/value-sums.ts';
import { ENDS, eachEntity, timesOf } from './piece-times.ts';
import { readShown, type ShownFile, writeShown } from './shown-file.ts';
import type { ShownPiece } from './shown-piece.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wattline-shown-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const [EVERY, COLUMNS] = [3, 2];
const piece = (bucket: number, period: string, taken: number): ShownPiece => {
  const first = 10 * bucket + taken;
  return {
    bucket,
    period,
    facts: { rows: 9, steps: [[1000, 7, 6, 4]], firstReadings: { 'a \u00e4': null }, months: [[648, 9]] },
    times: timesOf(
      [`m ${bucket}`, 'ä"'].map((entity, i) => ({
        entity,
        at: Float64Array.from({ length: 2 + 5 * i }, (_, at) => first + at),
      })),
    ),
    profile: { gaps: { longest: [['m', 1, 2, 3]], entities: [] }, words: [[[null, 4]]] },
    sums: Array.from({ length: COLUMNS }, (_, c) =>
      Float64Array.from({ length: SUMS }, (_, i) => (i % 5 === 0 ? first + c + i / 7 : 0)),
    ),
    sample: {
      every: EVERY,
      orders: Float64Array.from({ length: taken }, (_, i) => first + i),
      values: Array.from({ length: COLUMNS }, (_, c) =>
        Float64Array.from({ length: taken }, (_, i) => (i === 1 ? Number.NaN : Math.sqrt(first + c + i))),
      ),
    },
  };
};

/** Times by their names, wherever these stand. */
const plain = ({ pieces, ...file }: ShownFile) => ({
  ...file,
  pieces: pieces.map(({ times, ...rest }) => {
    const named: unknown[] = [];
    eachEntity(times, (entity, rows, head, tail) =>
      named.push([
        entity,
        rows,
        ...times.numbers.slice(head, head + ENDS),
        ...times.numbers.slice(tail, tail + ENDS),
      ]),
    );
    return { ...rest, named };
  }),
});

test('each piece is again what it was, to the last bit', async () => {
  const file = {
    key: 'ö',
    every: EVERY,
    pieces: [piece(0, '2024-01', 4), piece(0, '2024-02', 0), piece(1, '2024-01', 7)],
  };
  await writeShown(file, join(folder, 'shown.bin'));
  expect(plain(await readShown(join(folder, 'shown.bin')))).toEqual(plain(file));
});

test('of pieces without columns, it is their readings', async () => {
  const { sums: _, sample, ...rest } = piece(0, '2024', 3);
  const file = {
    key: '',
    every: 1,
    pieces: [{ ...rest, sums: [], sample: { ...sample, every: 1, values: [] } }],
  };
  await writeShown(file, join(folder, 'none.bin'));
  expect(plain(await readShown(join(folder, 'none.bin')))).toEqual(plain(file));
});
