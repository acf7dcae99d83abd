import pl, { type Expr } from 'nodejs-polars';
import { entityBucket } from '../../entity-bucket.ts';
import type { Column } from '../column.ts';
import { ENTITY } from './changed-rows.ts';
import { differencePairs, type FilePair } from './difference-pairs.ts';
import { cellColumns, type Versions, withChangedRows } from './open-pair.ts';
import { type RowChange, rowChanges } from './row-change.ts';

/** Where a reader of changes goes on: after so many rows of a pair of files. */
export interface ChangeCursor {
  readonly pair: number;
  readonly row: number;
}

/** Which changes are wanted; default: all. */
export interface ChangeFilter {
  readonly entity?: string | undefined;
  /** Rows in which none of these changed are left out, of those that are new or gone too. */
  readonly columns?: readonly string[] | undefined;
}

/** Some changes, in their order, and where the next ones are. */
export interface ChangeBatch {
  readonly changes: readonly RowChange[];
  /** Undefined behind the last one. */
  readonly next: ChangeCursor | undefined;
}

const BATCH = 1_000;

/** Whether a pair of files can have rows of an entity. */
const mayHave = ({ from, to }: Versions, entity: string | undefined) => {
  const [buckets, others] = [from, to].map(({ manifest }) => manifest.partitioning.entityBuckets);
  if (entity === undefined || buckets === undefined || buckets !== others || buckets === 1) return () => true;
  const bucket = entityBucket(entity, buckets);
  return (pair: FilePair): boolean => [...pair.from, ...pair.to].some((file) => file.bucket === bucket);
};

/**
 * What changed between two versions, row by row: by pairs of files, in them by entity and time. Files that are the same
 * byte for byte are not read; of the others, the rows of one pair that changed are in memory at a time.
 */
export const readChanges = async function* (
  versions: Versions,
  {
    filter = {},
    after = { pair: 0, row: 0 },
    batch = BATCH,
    mostCells,
  }: {
    readonly filter?: ChangeFilter;
    readonly after?: ChangeCursor | undefined;
    /** The most rows that are given at once. */
    readonly batch?: number;
    /** In memory at a time, about; other than by default in tests alone. */
    readonly mostCells?: number;
  } = {},
): AsyncGenerator<ChangeBatch, undefined> {
  const { from, to } = versions;
  const { entity, columns } = filter;
  const isWanted = ({ name }: Column): boolean => columns === undefined || columns.includes(name);
  const read = {
    from: cellColumns(from.manifest).filter(isWanted),
    to: cellColumns(to.manifest).filter(isWanted),
  };
  const conditions: Expr[] = entity === undefined ? [] : [pl.col(ENTITY).eq(pl.lit(entity))];
  const pairs = differencePairs(from.manifest, to.manifest, mostCells);
  const isPossible = mayHave(versions, entity);
  for (const [index, pair] of pairs.entries()) {
    if (index < after.pair || !isPossible(pair)) continue;
    const { rows, sides } = await withChangedRows(versions, pair, read, async (lazy, of) => ({
      rows: await conditions.reduce((some, condition) => some.filter(condition), lazy).collect(),
      sides: of,
    }));
    const start = index === after.pair ? after.row : 0;
    for (let row = start; row < rows.height; row += batch) {
      const changes = rowChanges(rows.slice(row, batch), sides.from, sides.to);
      const next =
        row + batch < rows.height
          ? { pair: index, row: row + batch }
          : index + 1 < pairs.length
            ? { pair: index + 1, row: 0 }
            : undefined;
      yield { changes, next };
    }
  }
  return undefined;
};
