import '../../polars/index.ts';
import { mkdtempSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { hashFile } from '@wattline/hash';
import fc from 'fast-check';
import pl from 'nodejs-polars';
import { expect, onTestFinished, test } from 'vitest';
import { entityBucket } from '../../entity-bucket.ts';
import type { Manifest } from '../../publish/manifest.ts';
import type { Cell } from '../cells.ts';
import type { OpenFeatureSet } from '../open-feature-set.ts';
import { readChanges } from './read-changes.ts';
import type { RowChange } from './row-change.ts';
import { versionDifference } from './version-difference.ts';

const HOUR = 3_600_000;
const BUCKETS = 2;

/** By `entity time`: the cells of a row. */
type Rows = ReadonlyMap<string, Readonly<Record<string, number | string | null>>>;
type Dtype = 'Float64' | 'Int64' | 'String';

interface Table {
  readonly columns: Readonly<Record<string, Dtype>>;
  readonly rows: Rows;
}

const types = { Float64: pl.Float64, Int64: pl.Int64, String: pl.String };
const all: Table['columns'] = { x: 'Float64', n: 'Int64', s: 'String' };

const fileOf = (entity: string, ms: number): string => {
  const month = new Date(ms).toISOString().slice(0, 7);
  const bucket = String(entityBucket(entity, BUCKETS)).padStart(2, '0');
  return `features/entity_bucket=${bucket}/period=${month}/part-0.parquet`;
};

/** Seals a table in files as publish does, and counts what is read of them. */
const seal = async (version: string, { columns, rows }: Table) => {
  const folder = mkdtempSync(join(tmpdir(), 'wattline-difference-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const parts = Map.groupBy([...rows], ([key]) => {
    const [entity = '', ms = '0'] = key.split(' ');
    return fileOf(entity, Number(ms));
  });
  const files: { path: string; bytes: number; sha256: string; rows: number }[] = [];
  for (const [path, part] of parts) {
    const sorted = part.toSorted(([a], [b]) => (a < b ? -1 : 1));
    const times = sorted.map(([key]) => Number(key.split(' ')[1]));
    const frame = pl.DataFrame([
      pl.Series('event_timestamp', times, pl.Float64).cast(pl.Int64).cast(pl.Datetime('ms')),
      pl.Series(
        'meter',
        sorted.map(([key]) => key.split(' ')[0] ?? ''),
        pl.String,
      ),
      ...Object.entries(columns).map(([name, dtype]) =>
        pl.Series(
          name,
          sorted.map(([, cells]) => cells[name] ?? null),
          types[dtype],
        ),
      ),
    ]);
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    frame.writeParquet(target, { compression: 'uncompressed' });
    files.push({ path, ...(await hashFile(target)), rows: part.length });
  }
  const read: string[] = [];
  const manifest = {
    version,
    rows: rows.size,
    partitioning: { entityBuckets: BUCKETS, period: 'month' },
    spec: { time: { zone: 'UTC' } },
    columns: [
      { name: 'event_timestamp', kind: 'time', dtype: 'Datetime(ms, UTC)' },
      { name: 'meter', kind: 'entity', dtype: 'String' },
      ...Object.entries(columns).map(([name, dtype]) => ({ name, kind: 'value', dtype })),
    ],
    files,
  } as unknown as Manifest;
  const open: OpenFeatureSet = {
    manifest,
    useFile: (file, work) => work(join(folder, file.path)),
    useFiles: (some, work) => {
      read.push(...some.map(({ path }) => path));
      return work(some.map(({ path }) => join(folder, path)));
    },
  };
  return { open, read, files };
};

const changesOf = async (
  from: OpenFeatureSet,
  to: OpenFeatureSet,
  options: Parameters<typeof readChanges>[1] = {},
): Promise<RowChange[]> => {
  const changes: RowChange[] = [];
  for await (const { changes: some } of readChanges({ from, to }, options)) changes.push(...some);
  return changes;
};

/** What JSON has for it. */
const asCell = (value: number | string | null): Cell =>
  typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))
    ? Object.is(value, -0)
      ? '-0'
      : String(value)
    : value;

const cellsOf = ({ rows }: Table): Map<string, Record<string, Cell>> =>
  new Map(
    [...rows].map(([key, cells]) => [
      key,
      Object.fromEntries(Object.entries(cells).map(([name, value]) => [name, asCell(value)])),
    ]),
  );

/** Throws where a change is not of what is there. */
const apply = (before: Map<string, Record<string, Cell>>, changes: readonly RowChange[]) => {
  const rows = new Map(before);
  for (const { change, entity, eventTimestamp, cells } of changes) {
    const key = `${entity} ${Date.parse(eventTimestamp)}`;
    const row = rows.get(key);
    if ((row === undefined) !== (change === 'added')) throw new Error(`${change} ${key}`);
    for (const cell of cells)
      if (change !== 'added' && row?.[cell.column] !== cell.from) throw new Error(`${key} ${cell.column}`);
    if (change === 'removed') rows.delete(key);
    else
      rows.set(key, {
        ...row,
        ...Object.fromEntries(cells.map(({ column, to }) => [column, to ?? null])),
      });
  }
  return rows;
};

const Float = fc.oneof(
  fc.constantFrom(0, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, null, 1, 0.1),
  fc.double(),
);
const Row = fc.record({
  entity: fc.constantFrom('a', 'b', 'c', 'd'),
  hour: fc.constantFrom(0, 1, 2, 743, 744, 745, 1_500),
  x: Float,
  n: fc.oneof(fc.constantFrom(0, 1, null), fc.maxSafeInteger()),
  s: fc.constantFrom('', 'NaN', 'on', null),
});
const Side = fc
  .array(Row, { maxLength: 25 })
  .map(
    (rows): Rows =>
      new Map(
        rows.map(({ entity, hour, ...cells }) => [`${entity} ${Date.UTC(2026, 0) + hour * HOUR}`, cells]),
      ),
  );
/** Mostly the rows of before. */
const Sides = fc
  .tuple(Side, Side, fc.infiniteStream(fc.nat(3)))
  .map(([before, news, fate]): [Rows, Rows] => [
    before,
    new Map([...[...before].filter(() => fate.next().value !== 0), ...news]),
  ]);

test('applying the changes to one version gives the other exactly, however they are read', async () => {
  await fc.assert(
    fc.asyncProperty(Sides, fc.integer({ min: 1, max: 5 }), async ([before, after], batch) => {
      const tables = [before, after].map((rows): Table => ({ columns: all, rows }));
      const [one, other] = tables as [Table, Table];
      const from = await seal('v1', one);
      const to = await seal('v2', other);
      const changes = await changesOf(from.open, to.open, { batch });
      expect(apply(cellsOf(one), changes)).toEqual(cellsOf(other));
      // As they stand in JSON.
      expect(JSON.parse(JSON.stringify(changes))).toEqual(changes);
      expect(changes.every(({ cells }) => cells.length > 0)).toBe(true);

      const paged: RowChange[] = [];
      let next: { pair: number; row: number } | undefined = { pair: 0, row: 0 };
      while (next !== undefined) {
        const page = await readChanges({ from: from.open, to: to.open }, { after: next, batch }).next();
        if (page.done === true) break;
        paged.push(...page.value.changes);
        next = page.value.next;
      }
      expect(paged).toEqual(changes);

      const of = (change: string): number => changes.filter((row) => row.change === change).length;
      const { rows, entities, cells } = await versionDifference(from.open, to.open);
      expect(rows).toEqual({
        added: of('added'),
        removed: of('removed'),
        changed: of('changed'),
        same: before.size - of('removed') - of('changed'),
      });
      expect(entities.map(({ entity }) => entity).sort()).toEqual(
        [...new Set(changes.map(({ entity }) => entity))].sort(),
      );
      for (const { column, changed } of cells)
        expect(changed).toBe(
          changes.filter(
            (row) => row.change === 'changed' && row.cells.some((cell) => cell.column === column),
          ).length,
        );
      const pieces = await changesOf(from.open, to.open, { mostCells: 30 });
      expect(pieces).toHaveLength(changes.length);
      expect(apply(cellsOf(one), pieces)).toEqual(cellsOf(other));
      const back = await changesOf(to.open, from.open);
      expect(apply(cellsOf(other), back)).toEqual(cellsOf(one));
    }),
    { numRuns: 60 },
  );
});

const table = (cells: (entity: string, hour: number) => Record<string, number | string | null>): Table => ({
  columns: all,
  rows: new Map(
    ['a', 'b', 'c', 'd'].flatMap((entity) =>
      [0, 1, 744, 1_500].map((hour) => [`${entity} ${Date.UTC(2026, 0) + hour * HOUR}`, cells(entity, hour)]),
    ),
  ),
});
const plain = { x: 1, n: 2, s: 'on' };

test('nothing, no number, 0 and -0 are different cells, and each is the same as itself', async () => {
  const odd = [null, Number.NaN, 0, -0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1];
  const pairs = odd.flatMap((from) => odd.map((to) => [from, to] as const));
  const sides = [0, 1].map(
    (side): Table => ({
      columns: { x: 'Float64' },
      rows: new Map(
        pairs.map((pair, hour) => [`a ${Date.UTC(2026, 0) + hour * HOUR}`, { x: pair[side] ?? null }]),
      ),
    }),
  ) as [Table, Table];
  const [from, to] = [await seal('v1', sides[0]), await seal('v2', sides[1])];
  const changes = await changesOf(from.open, to.open);
  expect(changes.map(({ cells }) => cells[0])).toEqual(
    pairs
      .filter(([a, b]) => !Object.is(a, b))
      .map(([a, b]) => ({ column: 'x', from: asCell(a), to: asCell(b) })),
  );
  expect((await versionDifference(from.open, to.open)).cells).toEqual([{ column: 'x', changed: 42 }]);
});

test('files that are the same byte for byte are not read', async () => {
  const from = await seal(
    'v1',
    table(() => plain),
  );
  const to = await seal(
    'v2',
    table((entity, hour) => (entity === 'b' && hour === 744 ? { ...plain, x: Number.NaN } : plain)),
  );
  const changes = await changesOf(from.open, to.open);
  expect(changes).toEqual([
    {
      change: 'changed',
      entity: 'b',
      eventTimestamp: '2026-02-01T00:00:00.000Z',
      cells: [{ column: 'x', from: 1, to: 'NaN' }],
    },
  ]);
  const changed = fileOf('b', Date.UTC(2026, 1));
  expect(from.files.length).toBeGreaterThan(3);
  expect([from.read, to.read]).toEqual([[changed], [changed]]);
  expect(await changesOf(from.open, from.open)).toEqual([]);
  expect(from.read).toHaveLength(1);
});

test('of an entity, only its files are read; of columns, only rows in which they changed', async () => {
  const from = await seal(
    'v1',
    table(() => plain),
  );
  const to = await seal(
    'v2',
    table((entity, hour) => (hour < 2 ? { x: entity === 'a' ? 0 : 1, n: 3, s: 'on' } : plain)),
  );
  const other = ['b', 'c', 'd'].find(
    (entity) => entityBucket(entity, BUCKETS) !== entityBucket('a', BUCKETS),
  );
  expect(await changesOf(from.open, to.open, { filter: { entity: 'a' } })).toHaveLength(2);
  expect(from.read).toEqual([fileOf('a', Date.UTC(2026, 0))]);
  expect(other).toBeDefined();
  const ofX = await changesOf(from.open, to.open, { filter: { columns: ['x'] } });
  expect(ofX.map(({ entity, cells }) => [entity, cells])).toEqual([
    ['a', [{ column: 'x', from: 1, to: 0 }]],
    ['a', [{ column: 'x', from: 1, to: 0 }]],
  ]);
});

test('columns that one version lacks are said, and those of both are compared', async () => {
  const { s: _, ...without } = all;
  const from = await seal('v1', { ...table(() => plain), columns: without });
  const to = await seal(
    'v2',
    table((entity) => (entity === 'a' ? { ...plain, n: null } : plain)),
  );
  const found = await versionDifference(from.open, to.open);
  expect(found.columns).toEqual({ added: ['s'], removed: [], retyped: [] });
  expect([found.rows, found.cells]).toEqual([
    { added: 0, removed: 0, changed: 4, same: 12 },
    [{ column: 'n', changed: 4 }],
  ]);
  expect(found.entities).toEqual([{ entity: 'a', added: 0, removed: 0, changed: 4 }]);
});
