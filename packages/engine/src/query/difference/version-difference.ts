import pl, { type DataFrame } from 'nodejs-polars';
import type { Manifest } from '../../publish/manifest.ts';
import type { Cell } from '../cells.ts';
import { CHANGE, cellDiffers, comparedColumns, ENTITY, type Side, TIME } from './changed-rows.ts';
import { differencePairs, type FilePair } from './difference-pairs.ts';
import { compareJoined, type JoinedDifference } from './joined-difference.ts';
import { cellColumns, type Versions, withChangedRows } from './open-pair.ts';
import { rowChanges } from './row-change.ts';
import { type Touched, touchedOf } from './touched.ts';

interface ChangedCell {
  readonly entity: string;
  readonly eventTimestamp: string;
  readonly column: string;
  readonly from: Cell;
  readonly to: Cell;
}

interface RowCounts {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
}

const total = ({ added, removed, changed }: RowCounts): number => added + removed + changed;

/** What changed between two versions of a dataset. */
export interface VersionDifference {
  readonly from: string;
  readonly to: string;
  readonly rows: RowCounts & { readonly same: number };
  readonly columns: {
    readonly added: string[];
    readonly removed: string[];
    readonly retyped: { readonly name: string; readonly from: string; readonly to: string }[];
  };
  /** Joins of which the versions have columns of different versions, where there are some. */
  readonly joined?: readonly JoinedDifference[];
  /** Cells that differ, by column; columns without any are left out. */
  readonly cells: { readonly column: string; readonly changed: number }[];
  /** Rows that differ, by entity, those with most of them first; beyond the most that are listed, they are counted alone. */
  readonly entities: (RowCounts & { readonly entity: string })[];
  readonly entitiesChanged: number;
  /** Rows that differ, by entity and period. */
  readonly touched: Touched;
  /** Some of the changed cells. */
  readonly sample: ChangedCell[];
}

const SAMPLE_CELLS = 100;
const SAMPLE_ROWS = 20;
const MOST_ENTITIES = 100;

const compareColumns = (from: Manifest, to: Manifest): VersionDifference['columns'] => {
  const before = new Map(from.columns.map((column) => [column.name, column]));
  const after = new Map(to.columns.map((column) => [column.name, column]));
  return {
    added: to.columns.filter(({ name }) => !before.has(name)).map(({ name }) => name),
    removed: from.columns.filter(({ name }) => !after.has(name)).map(({ name }) => name),
    retyped: from.columns.flatMap(({ name, dtype }) => {
      const other = after.get(name);
      return other === undefined || other.dtype === dtype ? [] : [{ name, from: dtype, to: other.dtype }];
    }),
  };
};

interface Counted extends RowCounts {
  readonly entity: string;
  /** Of `event_timestamp`, UTC. */
  readonly day: string;
}

/** A name that no column of changed rows has. */
const DAY = 'day';

const countRows = async (rows: DataFrame): Promise<Counted[]> => {
  const is = (change: string) => pl.col(CHANGE).eq(pl.lit(change)).cast(pl.Float64).sum().alias(change);
  const counts = await rows
    .lazy()
    .withColumn(pl.col(TIME).dt.strftime('%Y-%m-%d').alias(DAY))
    .groupBy([ENTITY, DAY])
    .agg(is('added'), is('removed'), is('changed'))
    .collect();
  return counts.rows().map(([entity, day, added, removed, changed]) => ({
    entity: String(entity),
    day: String(day),
    added: Number(added),
    removed: Number(removed),
    changed: Number(changed),
  }));
};

const countCells = async (rows: DataFrame, from: Side, to: Side): Promise<Map<string, number>> => {
  const both = comparedColumns(from.columns, to.columns);
  if (both.length === 0 || from.paths.length === 0 || to.paths.length === 0) return new Map();
  const counts = await rows
    .lazy()
    .filter(pl.col(CHANGE).eq(pl.lit('changed')))
    .select(
      ...both.map(({ column, ...at }, index) =>
        cellDiffers(at.from, at.to, column).cast(pl.Float64).sum().alias(`s${index}`),
      ),
    )
    .collect();
  return new Map(
    both.map(({ column }, index) => [column.name, Number(counts.getColumn(`s${index}`).toArray()[0] ?? 0)]),
  );
};

const sampleOf = (rows: DataFrame, from: Side, to: Side): ChangedCell[] => {
  const changed = rows.filter(pl.col(CHANGE).eq(pl.lit('changed'))).head(SAMPLE_ROWS);
  return rowChanges(changed, from, to).flatMap(({ entity, eventTimestamp, cells }) =>
    cells.map(({ column, from: before = null, to: after = null }) => ({
      entity,
      eventTimestamp,
      column,
      from: before,
      to: after,
    })),
  );
};

/**
 * What changed between two versions of a dataset, counted: rows by entity and `event_timestamp`, cells exactly. Files
 * that are the same byte for byte are not read; of the others, the rows of one pair that changed are in memory at a time.
 */
export const versionDifference = async (
  from: Versions['from'],
  to: Versions['to'],
): Promise<VersionDifference> => {
  const rows = { added: 0, removed: 0, changed: 0 };
  const cells = new Map<string, number>();
  const entities = new Map<string, RowCounts>();
  const days = new Map<string, Map<string, number>>();
  const sample: ChangedCell[] = [];

  const count = async (pair: FilePair): Promise<void> => {
    // Of rows that one side lacks, no cell is counted.
    const isAlone = pair.from.length === 0 || pair.to.length === 0;
    const columns = isAlone
      ? { from: [], to: [] }
      : { from: cellColumns(from.manifest), to: cellColumns(to.manifest) };
    await withChangedRows({ from, to }, pair, columns, async (lazy, sides) => {
      const changed = await lazy.collect();
      const counts = await countRows(changed);
      for (const { entity, day, ...one } of counts) {
        const ofDays = days.get(entity) ?? new Map<string, number>();
        days.set(entity, ofDays.set(day, (ofDays.get(day) ?? 0) + total(one)));
        const before = entities.get(entity) ?? { added: 0, removed: 0, changed: 0 };
        entities.set(entity, {
          added: before.added + one.added,
          removed: before.removed + one.removed,
          changed: before.changed + one.changed,
        });
        rows.added += one.added;
        rows.removed += one.removed;
        rows.changed += one.changed;
      }
      for (const [column, number] of await countCells(changed, sides.from, sides.to))
        cells.set(column, (cells.get(column) ?? 0) + number);
      if (!isAlone && sample.length < SAMPLE_CELLS)
        sample.push(...sampleOf(changed, sides.from, sides.to).slice(0, SAMPLE_CELLS - sample.length));
    });
  };

  for (const pair of differencePairs(from.manifest, to.manifest)) await count(pair);
  const joined = compareJoined(from.manifest, to.manifest);
  return {
    from: from.manifest.version,
    to: to.manifest.version,
    rows: { ...rows, same: from.manifest.rows - rows.removed - rows.changed },
    columns: compareColumns(from.manifest, to.manifest),
    ...(joined.length > 0 && { joined }),
    cells: cellColumns(from.manifest)
      .map(({ name }) => ({ column: name, changed: cells.get(name) ?? 0 }))
      .filter(({ changed }) => changed > 0),
    entities: [...entities]
      .map(([entity, counts]) => ({ entity, ...counts }))
      .sort((a, b) => total(b) - total(a) || (a.entity < b.entity ? -1 : 1))
      .slice(0, MOST_ENTITIES),
    entitiesChanged: entities.size,
    touched: touchedOf(days),
    sample,
  };
};
