import { join as inFolder } from 'node:path';
import { AVAILABLE_AT, type Join, takenColumns } from '@wattline/features';
import { hashFile, sha256 } from '@wattline/hash';
import type { Spec } from '@wattline/spec';
import pl, { type DataFrame, type LazyDataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP, ONLY_ENTITY } from '../columns.ts';
import { RejectedError } from '../errors.ts';
import { writeKept } from '../features/feature-file.ts';
import { epochMs } from '../features/local-time.ts';
import { scanFile } from '../features/scan-file.ts';
import { readingPeriods } from '../periods/reading-periods.ts';
import { integer } from '../polars/integer.ts';
import { type JoinedPiece, PLACES, STATIC } from './joined-piece.ts';
import { refuseNamedCategories } from './named-categories.ts';
import { isByName, type Unmatched, unmatchedIn } from './unmatched.ts';

/** When a row counts, ms since 1970: once it is available, or from its interval's start on. */
export const COUNTS_FROM = 'counts from';
/** Whose a row is. */
export const WHOSE = 'whose';

/** A sealed version of another dataset, of which a join takes columns. */
export interface OtherVersion {
  readonly join: string;
  readonly dataset: string;
  readonly version: string;
  /** Its column of entities; absent where it has one series and does not name it. */
  readonly entity?: string;
  /** Whether it has one series, which belongs to all. */
  readonly isOne: boolean;
  /** Whether it says of each row when it is available. */
  readonly hasAvailableAt: boolean;
  /** Whether its rows are of no time. */
  readonly isTimeless: boolean;
  /** Of its numbers. */
  readonly columns: readonly string[];
  /** Its files of rows, in the order of its manifest. */
  readonly files: readonly string[];
}

/** Columns of other datasets, and who of this one has none. */
export interface Extracted {
  readonly pieces: ExtractedPiece[];
  readonly unmatched: Unmatched[];
}

export interface ExtractedPiece extends JoinedPiece {
  readonly path: string;
}

const refuseUnknown = (
  { join, dataset, version, columns }: OtherVersion,
  wanted: readonly string[],
): void => {
  const unknown = wanted.find((name) => !columns.includes(name));
  if (unknown === undefined) return;
  const some = columns.slice(0, 12).join(', ');
  throw new RejectedError(
    'JOIN_COLUMN_UNKNOWN',
    `joins.${join}: version ${version} of ${dataset} has no column of numbers or of words '${unknown}'`,
    {
      place: { column: unknown },
      remedy: `Write one of ${columns.length > 12 ? `${some}, …` : some}`,
    },
  );
};

/** The entities that are joined, where the spec names them. */
const namedEntities = ({ entity }: Join): readonly string[] | undefined => {
  if (entity === undefined || 'nearest' in entity) return undefined;
  return 'is' in entity ? [entity.is] : [...new Set(Object.values(entity.of))];
};

const refuseMissing = (
  { join, dataset, version }: OtherVersion,
  named: readonly string[] | undefined,
  rows: DataFrame,
): void => {
  if (named === undefined) return;
  const there = new Set(rows.getColumn(WHOSE).unique().toArray().map(String));
  const missing = named.find((entity) => !there.has(entity));
  if (missing === undefined) return;
  throw new RejectedError(
    'JOIN_ENTITY_UNKNOWN',
    `joins.${join}: version ${version} of ${dataset} has no entity '${missing}'`,
    {
      place: { value: missing },
      remedy: `Name one of its entities under joins.${join}.entity, or leave out those that have none`,
    },
  );
};

/** The newest value of each column that is there, an entity a row. */
const lastOf = (rows: LazyDataFrame, columns: readonly string[]): LazyDataFrame =>
  rows
    .groupBy([WHOSE], true)
    .agg(...columns.map((name) => pl.col(name).dropNulls().last().alias(name)))
    .sort(WHOSE);

/**
 * Columns of other datasets' rows, in files of this dataset's partitions: the same rows are the same bytes.
 *
 * @param options.entities this dataset's, where it names them
 */
export const extractJoined = async (options: {
  readonly spec: Spec;
  readonly others: readonly OtherVersion[];
  readonly folder: string;
  readonly entities?: readonly string[] | undefined;
}): Promise<Extracted> => {
  const { spec, folder, entities } = options;
  refuseNamedCategories(spec);
  const pieces: ExtractedPiece[] = [];
  const unmatched: Unmatched[] = [];
  const write = async (join: string, period: string, rows: LazyDataFrame): Promise<void> => {
    const path = inFolder(folder, `joined-${join}-${period}.parquet`);
    await writeKept(rows, path);
    pieces.push({ join, period, path, sha256: (await hashFile(path)).sha256 });
  };
  for (const other of options.others) {
    const own = spec.joins?.[other.join];
    if (own === undefined) continue;
    const places = own.entity !== undefined && 'nearest' in own.entity ? own.entity.nearest : [];
    const taken = takenColumns(own);
    const columns = [...new Set([...taken, ...places])];
    refuseUnknown(other, columns);
    const known = own.known ?? 'past';
    if (known === 'past' && !other.hasAvailableAt)
      throw new RejectedError(
        'JOIN_NOT_DATED',
        `joins.${other.join}: rows of version ${other.version} of ${other.dataset} do not say when they are available`,
        { remedy: `Replay a run of ${other.dataset} (without naming: ray-lab), or write known: future` },
      );
    const named = namedEntities(own);
    const whose = (other.entity === undefined ? pl.lit(ONLY_ENTITY) : pl.col(other.entity)).alias(WHOSE);
    const counts = epochMs(pl.col(known === 'past' ? AVAILABLE_AT : EVENT_TIMESTAMP)).alias(COUNTS_FROM);
    const numbers = columns.map((name) => pl.col(name).cast(pl.Float64));
    const all = pl
      .concat(other.files.map((file) => scanFile(file).select(whose, counts, ...numbers)))
      .sort({ by: [WHOSE, COUNTS_FROM], maintainOrder: true });
    let rows = await (named === undefined ? all : all.filter(pl.col(WHOSE).isIn([...named]))).collect();
    refuseMissing(other, named, rows);
    if (entities !== undefined && other.entity !== undefined && !other.isOne && isByName(spec, own)) {
      const others = new Set(rows.getColumn(WHOSE).unique().toArray().map(String));
      const found = unmatchedIn(other.join, entities, others);
      if (found !== undefined) unmatched.push(found);
      // Who is erased there and never was here leaves no trace here.
      if (other.isTimeless)
        rows = await rows
          .lazy()
          .filter(pl.col(WHOSE).isIn([...entities]))
          .collect();
    }
    if (places.length > 0) await write(other.join, PLACES, lastOf(rows.lazy(), places));
    if (known === 'static') {
      await write(other.join, STATIC, lastOf(rows.lazy(), taken));
      continue;
    }
    if (rows.height === 0) continue;
    const time = pl.col(COUNTS_FROM);
    const [from, to] = rows
      .select(time.min().cast(pl.Float64).alias('from'), time.max().cast(pl.Float64).alias('to'))
      .row(0);
    const chosen = rows.lazy().select(WHOSE, COUNTS_FROM, ...taken);
    for (const { period, ...span } of readingPeriods(spec, { from: Number(from), to: Number(to) })) {
      const inside = time.gtEq(integer(span.from)).and(time.lt(integer(span.until)));
      await write(other.join, period, chosen.filter(inside));
    }
  }
  return { pieces, unmatched };
};

/** A hash over what a join takes. */
export const joinedContent = (pieces: readonly JoinedPiece[], join: string): string =>
  sha256(
    JSON.stringify(
      pieces
        .filter((piece) => piece.join === join)
        .map(({ period, sha256: hash }) => [period, hash])
        .toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1)),
    ),
  );
