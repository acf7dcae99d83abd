import type { Spec } from '@wattline/spec';
import type { EntitySpan } from '../features/entities-beyond.ts';
import type { Stretch } from '../features/stretch.ts';
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
}): PlannedPartitions => {
  const { spec, before } = options;
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
    const own = partitionKeys(spec, { facts, pieces, periods, scopes, entities });
    keys.push(...own);
    const made = new Set(own.filter((key) => !isKnown(key)).map(({ period }) => period));
    if (made.size === 0) continue;
    if (scopes === undefined || made.size === own.length) whole.push(bucket);
    else {
      const scopesMade = scopes.filter(({ period }) => made.has(period));
      stretches.push(...stretchesOf(bucket, scopesMade, pieces, periods));
    }
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
