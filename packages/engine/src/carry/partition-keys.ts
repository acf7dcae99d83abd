import { sha256, sha256After } from '@wattline/hash';
import type { Spec } from '@wattline/spec';
import { changesOfPartitions } from '../engine-changes.ts';
import type { EntitySpan } from '../features/entities-beyond.ts';
import { type JoinedPiece, piecesAround } from '../joined/joined-piece.ts';
import type { ReadingPeriod } from '../periods/reading-periods.ts';
import type { Bucket } from '../plan.ts';
import { specAsUsed } from '../spec-as-used.ts';
import { ENGINE_VERSION } from '../version.ts';
import { type PeriodScope, periodsOfRows } from './period-scopes.ts';

/** A feature partition, and all that its bytes follow from in one hash. */
export interface PartitionKey {
  readonly bucket: number;
  readonly period: string;
  readonly key: string;
}

/** The readings of a bucket in a period. */
export interface ReadingsPiece {
  readonly bucket: number;
  readonly period: string;
  readonly sha256: string;
  /** Where it is to be known how large it is. */
  readonly rows?: number;
}

/** What of a spec decides feature rows: not how files are read, nor what is made of the rows. */
export const featureSpec = (spec: Spec): string => {
  const { format: _, ...time } = spec.time;
  return specAsUsed({
    ...spec,
    file: undefined,
    limits: undefined,
    training: undefined,
    select: undefined,
    drift: undefined,
    encodings: undefined,
    missing: [],
    time: { ...time, earliest: undefined, latest: undefined, format: 'auto' },
    quarantine: { maxFraction: 0, conflicts: 'last' },
    split: { train: 1, validation: 0, test: 0 },
  });
};

/** Entities that reach beyond a scope: how the others lie in it, its readings show. */
const beyond = (entities: readonly EntitySpan[], { from, until }: PeriodScope): string =>
  sha256(
    entities
      .filter(({ first, last }) => (first < from && last >= from) || (last >= until && first < until))
      .map(({ entity, first, last }) => `${JSON.stringify(entity)}${first < from}${last >= until}`)
      .join('\n'),
  );

const overlaps = (a: { from: number; until: number }, b: { from: number; until: number }): boolean =>
  a.from < b.until && b.from < a.until;

/** The periods of which a scope needs the readings. */
export const readingsOf = (scope: PeriodScope, periods: readonly ReadingPeriod[]): string[] => {
  const wide = { from: scope.from - scope.reachMs, until: scope.until + scope.reachMs };
  return periods.filter((period) => overlaps(period, wide)).map(({ period }) => period);
};

/**
 * Names what makes a bucket's partitions: the same key, the same bytes.
 *
 * @param bucket.scopes undefined where each partition may be made of all readings of the bucket
 */
export const partitionKeys = (
  spec: Spec,
  bucket: {
    readonly facts: Bucket;
    readonly pieces: readonly ReadingsPiece[];
    /** Of the bucket's readings, in their order. */
    readonly periods: readonly ReadingPeriod[];
    readonly scopes: readonly PeriodScope[] | undefined;
    readonly entities: readonly EntitySpan[];
    /** Of other datasets. */
    readonly joined?: readonly JoinedPiece[] | undefined;
  },
): PartitionKey[] => {
  const { facts, pieces, periods, scopes, entities, joined = [] } = bucket;
  const shared = [ENGINE_VERSION, changesOfPartitions(spec), featureSpec(spec), facts.step ?? null];
  // One list in JSON, of which the first items, a whole spec among them, are the same for each key.
  const hashAfterShared = sha256After(`${JSON.stringify(shared).slice(0, -1)},`);
  const keyOf = (
    period: string,
    wanted: ReadonlySet<string> | undefined,
    others: string,
    joining: readonly JoinedPiece[],
  ): string => {
    const own = pieces
      .filter((piece) => wanted?.has(piece.period) ?? true)
      .map((piece) => [piece.period, piece.sha256]);
    const joins = joining.map(({ join, period: name, sha256: hash }) => [join, name, hash]);
    return hashAfterShared(
      JSON.stringify(joins.length === 0 ? [period, own, others] : [period, own, others, joins]).slice(1),
    );
  };
  if (scopes === undefined)
    return periodsOfRows(spec, facts).map(({ period }) => ({
      bucket: facts.bucket,
      period,
      key: keyOf(period, undefined, '', joined),
    }));
  return scopes.map((scope) => ({
    bucket: facts.bucket,
    period: scope.period,
    key: keyOf(
      scope.period,
      new Set(readingsOf(scope, periods)),
      beyond(entities, scope),
      joined.length === 0 ? joined : piecesAround(spec, joined, scope),
    ),
  }));
};
