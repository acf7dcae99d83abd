import { joinedColumns, type LooksAt, usedFamilies } from '@wattline/features';
import { calendarMonths, durationMs, type Spec } from '@wattline/spec';
import { fixedOffsetMs } from '@wattline/time-zones';
import pl, { type Expr } from 'nodejs-polars';
import { DEFAULT_ENTITY } from '../../columns.ts';
import { bucketsOf, entityBucket } from '../../entity-bucket.ts';
import type { Column } from '../column.ts';
import { epochMs, integer, scanFile } from '../scan-rows.ts';
import type { AttributedChange, Cause, UseReadings } from './cause.ts';
import { compareJoined } from './joined-difference.ts';
import { cellColumns, type Versions } from './open-pair.ts';
import type { RowChange } from './row-change.ts';
import { type PlacedCause, type PlacedChange, withLines } from './with-lines.ts';

const HOUR = 3_600_000;
const beyond = Number.POSITIVE_INFINITY;

/** The longest that an interval is: a local day may have 25 hours. */
const longestMs = ({ interval, time }: Spec): number => {
  const months = calendarMonths(interval);
  if (months !== undefined) return months * 31 * 24 * HOUR;
  const ms = durationMs(interval);
  return ms > HOUR && fixedOffsetMs(time.zone) === undefined ? ms + HOUR : ms;
};

/** Where each column looks at readings, before the row's interval. */
const looksAtOf = (spec: Spec, lengthMs: number): [name: string, looksAt: LooksAt][] =>
  usedFamilies(spec).flatMap(({ columns, lookback }) =>
    columns.map(({ name, looksAt, availability }): [string, LooksAt] => [
      name,
      looksAt ?? {
        fromMs: lookback === 'unbounded' ? beyond : lookback,
        untilMs: availability === 'past' ? 0 : -lengthMs,
      },
    ]),
  );

/** Columns of other datasets alone, and what is made of them: no upload changes them where these datasets did change. */
const joinedAlone = (spec: Spec, changed: ReadonlySet<string>): string[] => {
  const joined = new Set(
    joinedColumns(spec.joins)
      .filter(({ join }) => changed.has(join))
      .map(({ source }) => source),
  );
  return usedFamilies(spec).flatMap(({ columns }) =>
    columns
      .filter(({ sources }) => sources.length > 0 && sources.every((source) => joined.has(source)))
      .map(({ name }) => name),
  );
};

/** A reading of an upload: when, ms, and its place among the rows of all of its files. */
interface PlacedReading {
  readonly ms: number;
  readonly place: number;
}

/** An upload's readings by entity, in the order of their times. */
type Times = ReadonlyMap<string, readonly PlacedReading[]>;

/** The last one before a bound. */
const lastBefore = (times: readonly PlacedReading[], bound: number): PlacedReading | undefined => {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle]?.ms ?? 0) < bound) low = middle + 1;
    else high = middle;
  }
  return times[low - 1];
};

/** The files that may have readings of some entities, and the place of the first row of each. */
const filesOf = <File>(
  { spec, files }: Cause<File>,
  entities: readonly string[],
): { readonly file: File; readonly first: number }[] => {
  if (spec === undefined) return [];
  const buckets = new Set(entities.map((entity) => entityBucket(entity, bucketsOf(spec))));
  let first = 0;
  return files.flatMap(({ bucket, file, rows = 0 }) => {
    const place = first;
    first += rows;
    return spec.entity === undefined || buckets.has(bucket) ? [{ file, first: place }] : [];
  });
};

/** An empty cell is no reading. */
const hasReading = ({ spec, columns = [] }: Cause<unknown>): Expr =>
  spec?.emptyCells === 'erase'
    ? pl.lit(true)
    : columns.reduce<Expr>((any, name) => any.or(pl.col(name).isNotNull()), pl.lit(false));

const timesIn = async (
  paths: readonly (readonly [path: string, first: number])[],
  cause: Cause<unknown>,
  entities: readonly string[],
  span: { readonly fromMs: number; readonly toMs: number },
): Promise<Times> => {
  const entityColumn = cause.spec?.entity ?? DEFAULT_ENTITY;
  const times = new Map<string, PlacedReading[]>();
  for (const [path, first] of paths) {
    const rows = await scanFile(path)
      .withColumn(pl.intRange(pl.lit(0), pl.len()).alias('row'))
      .filter(
        pl
          .col(entityColumn)
          .isIn([...entities])
          .and(hasReading(cause)),
      )
      .filter(
        Number.isFinite(span.fromMs)
          ? epochMs()
              .gtEq(integer(span.fromMs))
              .and(epochMs().lt(integer(span.toMs)))
          : epochMs().lt(integer(span.toMs)),
      )
      .select(
        pl.col(entityColumn).alias('entity'),
        epochMs().cast(pl.Float64).alias('ms'),
        pl.col('row').cast(pl.Float64),
      )
      .collect();
    const [names, instants, places] = ['entity', 'ms', 'row'].map((name) => rows.getColumn(name).toArray());
    for (const [index, name] of Array.from(names as ArrayLike<unknown>).entries()) {
      const reading = { ms: Number(instants?.[index]), place: first + Number(places?.[index]) };
      const known = times.get(String(name));
      if (known === undefined) times.set(String(name), [reading]);
      else known.push(reading);
    }
  }
  // Each file is in order, their order is not known.
  if (paths.length > 1) for (const some of times.values()) some.sort((a, b) => a.ms - b.ms);
  return times;
};

/** A reading, or an instant that a deletion takes out. */
type Reached = Pick<PlacedReading, 'ms'> & Partial<PlacedReading>;

/** The last instant before a bound that a deletion takes out. */
const deletedBefore = (
  { entity, fromMs = -beyond, toMs = beyond }: NonNullable<Cause<unknown>['deletes']>,
  name: string,
  bound: number,
): Reached | undefined => {
  if (entity !== undefined && entity !== name) return undefined;
  const last = Math.min(toMs, bound) - 1;
  return last >= fromMs ? { ms: last } : undefined;
};

/** Finds out through which uploads rows changed. Reads the uploads' kept readings of the rows' entities. */
export const attributeChanges = async <File>(
  changes: readonly RowChange[],
  { from, to }: Versions,
  causes: readonly Cause<File>[],
  useReadings: UseReadings<File>,
): Promise<AttributedChange[]> => {
  const { spec } = to.manifest;
  const columns = new Map<string, Column>(
    [...cellColumns(from.manifest), ...cellColumns(to.manifest)].map((column) => [column.name, column]),
  );
  const lengthMs = Math.max(longestMs(spec), longestMs(from.manifest.spec));
  const own: LooksAt = { fromMs: 0, untilMs: -lengthMs };
  const looksAt = new Map([...looksAtOf(from.manifest.spec, lengthMs), ...looksAtOf(spec, lengthMs)]);
  const otherVersions = new Set(compareJoined(from.manifest, to.manifest).map(({ join }) => join));
  const joined = new Set([from.manifest.spec, spec].flatMap((some) => joinedAlone(some, otherVersions)));
  const farthest = [...looksAt.values()].reduce((most, { fromMs }) => Math.max(most, fromMs), 0);
  const entities = [...new Set(changes.map(({ entity }) => entity))];
  const instants = changes.map(({ eventTimestamp }) => Date.parse(eventTimestamp));
  const span = {
    fromMs: instants.reduce((least, ms) => Math.min(least, ms), beyond) - farthest,
    toMs: instants.reduce((most, ms) => Math.max(most, ms), -beyond) + lengthMs,
  };
  const whole = { fromMs: -beyond, toMs: Number.MAX_SAFE_INTEGER };
  const read = (cause: Cause<File>, within: typeof span, names: readonly string[]): Promise<Times> => {
    const files = filesOf(cause, names);
    return useReadings(
      files.map(({ file }) => file),
      (paths) =>
        timesIn(
          paths.map((path, i) => [path, files[i]?.first ?? 0]),
          cause,
          names,
          within,
        ),
    );
  };
  const near: Times[] = [];
  for (const cause of causes) near.push(await read(cause, span, entities));
  const anywhere = new Map<number, Times>();
  /** Looked up for those rows alone that nothing near explains. */
  const hasSeries = async (index: number, cause: Cause<File>, entity: string): Promise<boolean> => {
    if (cause.deletes !== undefined) return deletedBefore(cause.deletes, entity, beyond) !== undefined;
    const known = anywhere.get(index) ?? (await read(cause, whole, entities));
    anywhere.set(index, known);
    return known.has(entity);
  };
  /** The last of a cause's readings that a cell depends on. */
  const lastFor = (
    column: string | undefined,
    index: number,
    cause: Cause<File>,
    { entity, ms }: { readonly entity: string; readonly ms: number },
  ): Reached | undefined => {
    if (column !== undefined && joined.has(column)) return undefined;
    const source = column === undefined ? undefined : columns.get(column)?.source;
    if (source !== undefined && cause.columns?.includes(source) === false) return undefined;
    const { fromMs, untilMs } = (column === undefined ? undefined : looksAt.get(column)) ?? own;
    const last =
      cause.deletes === undefined
        ? lastBefore(near[index]?.get(entity) ?? [], ms - untilMs)
        : deletedBefore(cause.deletes, entity, ms - untilMs);
    return last !== undefined && last.ms >= ms - fromMs ? last : undefined;
  };
  const attributed: PlacedChange[] = [];
  for (const change of changes) {
    const { entity } = change;
    const ms = Date.parse(change.eventTimestamp);
    const lasts = new Map<number, Reached>();
    const reachedBy = (column?: string): number[] =>
      [...causes.entries()].flatMap(([index, cause]) => {
        const last = lastFor(column, index, cause, { entity, ms });
        if (last === undefined) return [];
        if (last.ms >= (lasts.get(index)?.ms ?? last.ms)) lasts.set(index, last);
        return [index];
      });
    // Readings in its interval make a row; what it looks back to does not.
    const makes = change.change === 'changed' ? [] : reachedBy();
    const reached = makes.length > 0 ? [] : change.cells.map(({ column }) => reachedBy(column));
    let by = [...lasts]
      .sort(([a], [b]) => a - b)
      .map(
        ([upload, last]): PlacedCause => ({
          upload,
          through: last.ms >= ms ? 'interval' : 'lookback',
          ...(causes[upload]?.deletes === undefined && { reading: new Date(last.ms).toISOString() }),
          place: last.place,
        }),
      );
    const isJoined = change.change === 'changed' && change.cells.every(({ column }) => joined.has(column));
    if (by.length === 0 && !isJoined) {
      const ofSeries: number[] = [];
      for (const [index, cause] of causes.entries())
        if (await hasSeries(index, cause, entity)) ofSeries.push(index);
      by =
        ofSeries.length > 0
          ? ofSeries.map((upload) => ({ upload, through: 'series' }))
          : causes.map((_, upload) => ({ upload, through: 'dataset' }));
    }
    attributed.push({
      ...change,
      by,
      cells: change.cells.map((cell, index) => {
        const those = reached[index] ?? [];
        if (joined.has(cell.column) && change.change === 'changed') return { ...cell, by: [] };
        return change.change !== 'changed' || those.length === 0 || those.length === lasts.size
          ? cell
          : { ...cell, by: those };
      }),
    });
  }
  return withLines(attributed, causes, useReadings);
};
