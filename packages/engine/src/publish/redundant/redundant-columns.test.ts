import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import pl from 'nodejs-polars';
import { expect, test } from 'vitest';
import type { FeatureColumn } from '../../features/feature-columns.ts';
import { type FeaturePartition, partitionPath } from '../partition.ts';
import { trainingMoments } from '../training-moments.ts';
import { redundantColumns, withoutRedundant } from './redundant-columns.ts';

type Cells = readonly (number | null)[];
type Table = Readonly<Record<string, Cells>>;

const start = Date.UTC(2017, 0, 1);
const instant = (hour: number): string => new Date(start + hour * 3_600_000).toISOString();

/** Files of so many rows each, an hour a row. */
const write = async (table: Table, rowsAFile: number): Promise<FeaturePartition[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'redundant-'));
  const rows = Object.values(table)[0]?.length ?? 0;
  const partitions: FeaturePartition[] = [];
  for (let from = 0; from < rows; from += rowsAFile) {
    const period = String(from).padStart(6, '0');
    const path = join(folder, partitionPath(0, period));
    mkdirSync(dirname(path), { recursive: true });
    const cells = Object.entries(table).map(([name, all]) => {
      const own = all.slice(from, from + rowsAFile);
      return pl.Series(name, own, pl.Float64);
    });
    const count = Math.min(rowsAFile, rows - from);
    const time = pl.Series(
      'event_timestamp',
      Array.from({ length: count }, (_, i) => start + (from + i) * 3_600_000),
      pl.Float64,
    );
    await pl
      .DataFrame([time, ...cells])
      .lazy()
      .withColumns(pl.col('event_timestamp').cast(pl.Int64).cast(pl.Datetime('ms')).dt.replaceTimeZone('UTC'))
      .sinkParquet(path, { maintainOrder: true })
      .collect();
    partitions.push({ bucket: 0, period, path, rows: count });
  }
  return partitions;
};

const columnsOf = (table: Table): FeatureColumn[] =>
  Object.keys(table).map((name) => ({
    name,
    kind: 'value',
    dtype: 'Float64',
    from: 'test',
    scaled: true,
    role: name.startsWith('target') ? 'target' : 'feature',
  }));

const found = async (table: Table, { training = 200, rowsAFile = 90 } = {}) => {
  const partitions = await write(table, rowsAFile);
  const columns = columnsOf(table);
  const bounds = { validationFrom: instant(training), testFrom: instant(training) };
  const spec = { scaling: { method: 'minmax' as const, range: [0, 1] as [0, 1] } };
  const moments = await trainingMoments({ spec, columns, partitions, bounds });
  const redundant = await redundantColumns({ columns, moments, partitions, bounds });
  return { redundant: Object.fromEntries(redundant), left: withoutRedundant(columns, redundant) };
};

const rows = 250;
const of = (value: (row: number) => number | null): Cells => Array.from({ length: rows }, (_, i) => value(i));
const wave = (row: number): number => Math.sin(row * row) * 50 + 20;

test('constant, same and determined columns are found, and no other', async () => {
  const table = {
    load: of(wave),
    Year: of((row) => (row < 230 ? 2017 : 2018)),
    never: of(() => null),
    copy: of(wave),
    fahrenheit: of((row) => wave(row) * 1.8 + 32),
    mirrored: of((row) => 1 - wave(row)),
    squared: of((row) => wave(row) ** 2),
    // One of the rows of the training span is other, in the last file that has any.
    almost: of((row) => (row === 199 ? 0 : wave(row))),
    almost_constant: of((row) => (row === 199 ? null : 1)),
    with_gap: of((row) => (row === 5 ? null : wave(row))),
    gap_copy: of((row) => (row === 5 ? null : wave(row))),
    flag: of((row) => row % 2),
    no_flag: of((row) => 1 - (row % 2)),
    target: of((row) => wave(row) * 2),
  };
  const { redundant, left } = await found(table);
  expect(redundant).toEqual({
    Year: { is: 'constant' },
    never: { is: 'constant' },
    copy: { is: 'same as', column: 'load' },
    fahrenheit: { is: 'determined by', column: 'load', times: expect.closeTo(1.8), plus: expect.closeTo(32) },
    mirrored: { is: 'determined by', column: 'load', times: -1, plus: expect.closeTo(1) },
    gap_copy: { is: 'same as', column: 'with_gap' },
    no_flag: { is: 'determined by', column: 'flag', times: -1, plus: 1 },
  });
  expect(left.filter(({ role }) => role === 'withheld').map(({ name }) => name)).toEqual(
    Object.keys(redundant),
  );
  expect(left.find(({ name }) => name === 'copy')?.redundant).toEqual({ is: 'same as', column: 'load' });
});

test('of fewer than a hundred rows nothing is said', async () => {
  const table = { load: of(wave), one: of(() => 1), copy: of(wave) };
  expect((await found(table, { training: 99 })).redundant).toEqual({});
  expect(Object.keys((await found(table, { training: 100 })).redundant)).toEqual(['one', 'copy']);
});

test('many rare words are no line of each other', async () => {
  const words = Object.fromEntries(
    Array.from({ length: 40 }, (_, word) => [`word_${word}`, of((row) => Number(row % 80 === word))]),
  );
  const table = { ...words, also_3: of((row) => Number(row % 80 === 3)) };
  // 200 rows: words from 40 on come twice or three times.
  expect((await found(table)).redundant).toEqual({ also_3: { is: 'same as', column: 'word_3' } });
});

/** A column, made of the one before it or of nothing. */
const making = fc.oneof(
  fc.record({ kind: fc.constant('random' as const), seed: fc.nat(1000) }),
  fc.record({ kind: fc.constant('few' as const), seed: fc.nat(5) }),
  fc.record({
    kind: fc.constant('line' as const),
    times: fc.constantFrom(1, -1, 2.5, -0.001, 1e6),
    plus: fc.constantFrom(0, 1, -7.5),
  }),
  fc.record({ kind: fc.constant('spoilt' as const), at: fc.nat(249) }),
);

test('what is found is so in each row of the training span, and what is a line of another is found', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(making, { minLength: 2, maxLength: 8 }),
      fc.integer({ min: 100, max: 250 }),
      fc.integer({ min: 40, max: 300 }),
      async (makings, training, rowsAFile) => {
        const all: Cells[] = [];
        const table: Record<string, Cells> = {};
        for (const [i, how] of makings.entries()) {
          const before = all[i - 1] ?? of(() => 3);
          const cells = of((row) => {
            const other = before[row] ?? null;
            if (how.kind === 'random') return Math.sin((row + 1) * (how.seed + 1) * 12.9898) * 1e3;
            if (how.kind === 'few') return (row * (how.seed + 1)) % (how.seed + 1);
            if (how.kind === 'spoilt' && row === how.at) return other === null ? 1 : null;
            if (how.kind === 'spoilt' || other === null) return other;
            return how.times * other + how.plus;
          });
          all.push(cells);
          table[`c${i}`] = cells;
        }
        const { redundant } = await found(table, { training, rowsAFile });
        const span = (name: string): Cells => table[name]?.slice(0, training) ?? [];
        const off = (own: Cells, other: Cells, times: number, plus: number): number =>
          own.reduce((most: number, value, row) => {
            const by = other[row] ?? null;
            if (value === null || by === null) return value === by ? most : Infinity;
            return Math.max(most, Math.abs(value - (times * by + plus)));
          }, 0);
        for (const [name, why] of Object.entries(redundant)) {
          const own = span(name);
          const values = own.filter((value) => value !== null);
          const range = Math.max(...values) - Math.min(...values);
          if (why.is === 'constant') expect(new Set(own).size).toBe(1);
          else expect(redundant).not.toHaveProperty(why.column);
          if (why.is === 'same as') expect(own).toEqual(span(why.column));
          if (why.is === 'determined by')
            expect(off(own, span(why.column), why.times, why.plus)).toBeLessThanOrEqual(range * 1e-9);
        }
        for (const [i, how] of makings.entries()) {
          // One value and nulls are no line: nothing says by how much it would go up.
          const values = span(`c${i}`).filter((value) => value !== null);
          const isLine = values.length === training || new Set(values).size > 1;
          if (how.kind === 'line' && i > 0 && isLine) expect(redundant).toHaveProperty(`c${i}`);
        }
      },
    ),
    { numRuns: 12 },
  );
});
