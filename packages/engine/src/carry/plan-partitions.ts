import type { Spec } from '@wattline/spec';
import type { EntitySpan } from '../features/entities-beyond.ts';
import type { Stretch } from '../features/stretch.ts';
import type { JoinedPiece } from '../joined/joined-piece.ts';
import { type ReadingPeriod, readingPeriods } from '../periods/reading-periods.ts';
import type { Bucket } from '../plan.ts';
import { type PartitionKey, partitionKeys, type ReadingsPiece, readingsOf } from './partition-keys.ts';
import { type PeriodScope, periodScopes } from './period-scopes.ts';

/** Which feature partitions a version has, and which of them are made for it. */
export interface PlannedPartitions {
  readonly keys: readonly PartitionKey[];
  /** Of a version before: the same bytes. */
  readonly carried: readonly PartitionKey[];
  /** Buckets that are made whole. */
  readonly whole: readonly number[];
  /** Of other buckets, what is made. */
  readonly stretches: readonly Stretch[];
}

/** Periods to be made, with what they need: neighbours together where they need the same readings. */
const stretchesOf = (
  bucket: number,
  made: readonly PeriodScope[],
  pieces: readonly ReadingsPiece[],
  periods: readonly ReadingPeriod[],
): Stretch[] => {
  const groups: PeriodScope[][] = [];
  for (const scope of made) {
    const group = groups.at(-1);
    if (group !== undefined && scope.from <= Math.max(...group.map(({ until }) => until))) group.push(scope);
    else groups.push([scope]);
  }
  const nearest = periods[0]?.period ?? '';
  return groups.flatMap((group): Stretch[] => {
    const [first] = group;
    if (first === undefined) return [];
    const until = Math.max(...group.map((scope) => scope.until));
    const needed = new Set(readingsOf({ ...first, until }, periods));
    const readings = pieces.filter(({ period }) => needed.has(period)).map(({ period }) => period);
    return [
      {
        bucket,
        periods: group.map(({ period }) => period),
        // In a long gap there may be none: then any file shows the columns.
        readings: readings.length > 0 ? readings : [pieces[0]?.period ?? nearest],
        from: first.from,
        until,
        reachMs: first.reachMs,
      },
    ];
  });
};

/** Consecutive periods with about so many readings each; all in one where they are few. */
const bySize = (
  scopes: readonly PeriodScope[],
  pieces: readonly ReadingsPiece[],
  rowsPerStretch: number,
): PeriodScope[][] => {
  const rowsOf = new Map(pieces.map(({ period, rows = 0 }) => [period, rows]));
  const all = scopes.reduce((sum, { period }) => sum + (rowsOf.get(period) ?? 0), 0);
  if (all < 2 * rowsPerStretch) return [[...scopes]];
  const groups: PeriodScope[][] = [];
  let rows = 0;
  for (const scope of scopes) {
    const own = rowsOf.get(scope.period) ?? 0;
    // Periods at the ends may have rows and no readings: they go with their neighbours.
    if (groups.length === 0 || (rows >= rowsPerStretch && own > 0)) {
      groups.push([]);
      rows = 0;
    }
    groups.at(-1)?.push(scope);
    rows += own;
  }
  return groups;
};

/**
 * Decides which partitions of a version before are those of this one too, by what each is made of. Pure.
 *
 * @param options.pieces in the order of buckets and periods
 * @param options.before keys of partitions that are there already
 */
export const planPartitions = (options: {
  readonly spec: Spec;
  readonly buckets: readonly Bucket[];
  readonly pieces: readonly ReadingsPiece[];
  /** First and last reading of a bucket's entities; needed where it has several periods. */
  readonly entities: ReadonlyMap<number, readonly EntitySpan[]>;
  readonly before: readonly PartitionKey[];
  /** Of other datasets, in the order of the spec's joins. */
  readonly joined?: readonly JoinedPiece[] | undefined;
  /** A bucket of twice as many readings and more is made in stretches of about so many, where its periods can be. */
  readonly rowsPerStretch?: number | undefined;
}): PlannedPartitions => {
  const { spec, before, rowsPerStretch = Number.POSITIVE_INFINITY } = options;
  const known = new Map(before.map(({ bucket, period, key }) => [`${bucket} ${period}`, key]));
  const isKnown = ({ bucket, period, key }: PartitionKey): boolean =>
    known.get(`${bucket} ${period}`) === key;
  const keys: PartitionKey[] = [];
  const whole: number[] = [];
  const stretches: Stretch[] = [];
  for (const facts of options.buckets) {
    const { bucket } = facts;
    const pieces = options.pieces.filter((piece) => piece.bucket === bucket);
    const span = { from: Date.parse(facts.from), to: Date.parse(facts.to) };
    const periods = readingPeriods(spec, span);
    const scopes = periodScopes(spec, facts);
    const entities = options.entities.get(bucket) ?? [];
    const own = partitionKeys(spec, {
      facts,
      pieces,
      periods,
      scopes,
      entities,
      joined: options.joined,
    });
    keys.push(...own);
    const made = new Set(own.filter((key) => !isKnown(key)).map(({ period }) => period));
    if (made.size === 0) continue;
    const scopesMade = scopes?.filter(({ period }) => made.has(period)) ?? [];
    const groups = bySize(scopesMade, pieces, rowsPerStretch);
    if (scopes === undefined || (made.size === own.length && groups.length < 2)) whole.push(bucket);
    else stretches.push(...groups.flatMap((group) => stretchesOf(bucket, group, pieces, periods)));
  }
  const isMade = new Set([
    ...stretches.flatMap(({ bucket, periods }) => periods.map((period) => `${bucket} ${period}`)),
    ...keys.filter(({ bucket }) => whole.includes(bucket)).map(({ bucket, period }) => `${bucket} ${period}`),
  ]);
  return {
    keys,
    carried: keys.filter(({ bucket, period }) => !isMade.has(`${bucket} ${period}`)),
    whole,
    stretches,
  };
};
