import type { Spec } from '@wattline/spec';
import type { EntitySpan } from '../../features/entities-beyond.ts';
import { addEnds, ENDS, type Ends, eachEntity, type PieceTimes } from '../../pieces/piece-times.ts';
import type { PieceName, ShownPiece } from '../../pieces/shown-piece.ts';
import type { Bucket } from '../../plan.ts';
import { createCadence } from '../settle/cadence.ts';
import type { Month } from '../settle/isolated-times.ts';
import { mayDiffer } from '../settle/may-differ.ts';
import { isListed, type SeldomSeries } from '../settle/seldom-series.ts';
import { stepCandidates } from '../settle/step-candidates.ts';
import { MOST_STEPS } from '../settle/steps-of.ts';
import { usualCadence } from '../settle/usual-cadence.ts';
import type { JoinedReadings } from './describe-joined.ts';
import { type StepTally, tallyBoundary } from './step-tally.ts';

/** A piece with readings, and what they show. */
export type PieceToFinish = PieceName & Pick<ShownPiece, 'facts' | 'times'>;

type Finished = Pick<
  JoinedReadings,
  | 'buckets'
  | 'ways'
  | 'cadence'
  | 'steps'
  | 'firstReadings'
  | 'spanMs'
  | 'edges'
  | 'seldom'
  | 'registers'
  | 'months'
> & {
  /** By bucket. */
  readonly spans: ReadonlyMap<number, readonly EntitySpan[]>;
};

const inByteOrder = (a: { readonly entity: string }, b: { readonly entity: string }): number =>
  Buffer.compare(Buffer.from(a.entity), Buffer.from(b.entity));

/** An entity over the pieces of its bucket: its rows, and its last readings so far, ms. */
interface Course {
  rows: number;
  readonly first: number;
  readonly ends: Ends;
}

const newCourse = (first: number): Course => ({
  rows: 0,
  first,
  ends: { at: new Float64Array(ENDS), count: 0 },
});

/** The steps of a bucket in the order of `stepsOf`; undefined where there are too many to list. */
const stepsIn = (pieces: readonly PieceToFinish[], courses: Map<string, Course>) => {
  const tally: StepTally = new Map();
  for (const { facts, times } of pieces) {
    if (facts.steps === null) return undefined;
    for (const [ms, count, onEnd, fourth] of facts.steps) {
      const found = tally.get(ms);
      if (found === undefined) tally.set(ms, { ms, count, onEnd, fourth });
      else {
        found.count += count;
        found.onEnd += onEnd;
        found.fourth += fourth;
      }
    }
    const { numbers } = times;
    eachEntity(times, (entity, rows, head, tail) => {
      const known = courses.get(entity);
      const course = known ?? newCourse(numbers[head] ?? 0);
      if (known === undefined) courses.set(entity, course);
      const count = Math.min(rows, ENDS);
      tallyBoundary(tally, course.ends, numbers, head, count);
      course.rows += rows;
      addEnds(course.ends, numbers, tail, count);
    });
  }
  return tally.size < MOST_STEPS
    ? [...tally.values()].sort((a, b) => b.count - a.count || a.ms - b.ms)
    : undefined;
};

const instant = (ms: number): string => new Date(ms).toISOString();

/** When columns with gaps have their first reading in a bucket, ms. */
const firstIn = (pieces: readonly PieceToFinish[]): Map<string, number> => {
  const first = new Map<string, number>();
  for (const name of new Set(pieces.flatMap(({ facts }) => Object.keys(facts.firstReadings))))
    first.set(name, Math.min(...pieces.map((piece) => firstOf(piece, name))));
  return first;
};

const firstReading = (times: PieceTimes): number => {
  let first = Number.POSITIVE_INFINITY;
  eachEntity(times, (_entity, _rows, head) => {
    first = Math.min(first, times.numbers[head] ?? first);
  });
  return first;
};

const firstOf = ({ facts, times }: PieceToFinish, name: string): number =>
  name in facts.firstReadings ? (facts.firstReadings[name] ?? Number.POSITIVE_INFINITY) : firstReading(times);

/**
 * What pieces show together: as `createBucketFinisher` finds it of their readings. Undefined where that takes the
 * readings themselves: their steps are too many to list, or are not the same for all.
 *
 * @param pieces in the order of buckets and periods
 */
export const finishPieces = (pieces: readonly PieceToFinish[], spec: Spec): Finished | undefined => {
  const cadence = createCadence();
  const buckets: Bucket[] = [];
  const seldom: SeldomSeries[] = [];
  const first = new Map<string, number>();
  const complete = new Set<string>();
  const spans = new Map<number, EntitySpan[]>();
  const months = new Map<number, number>();
  let spanMs = 0;
  for (const [bucket, own] of Map.groupBy(pieces, (piece) => piece.bucket)) {
    const courses = new Map<string, Course>();
    const steps = stepsIn(own, courses);
    if (steps === undefined) return undefined;
    cadence.add(steps);
    const entities = [...courses]
      .map(([entity, { rows, first: from, ends }]) => ({
        entity,
        rows,
        first: from,
        last: ends.at[ends.count - 1] ?? from,
      }))
      .sort(inByteOrder);
    spanMs += entities.reduce((sum, { first: from, last }) => sum + last - from, 0);
    spans.set(bucket, entities);
    if (spec.entity !== undefined)
      seldom.push(
        ...entities
          .map(({ entity, rows, first: from, last }) => ({
            name: entity,
            readings: rows,
            spanMs: last - from,
            from,
          }))
          .filter((series) => isListed(series, spec)),
      );
    const found = firstIn(own);
    for (const name of Object.keys(spec.values)) {
      const at = found.get(name);
      if (at === undefined) complete.add(name);
      else first.set(name, Math.min(first.get(name) ?? at, at));
    }
    for (const [month, readings] of own.flatMap(({ facts }) => facts.months))
      months.set(month, (months.get(month) ?? 0) + readings);
    buckets.push({
      bucket,
      rows: entities.reduce((sum, { rows }) => sum + rows, 0),
      entities: entities.length,
      from: instant(entities.reduce((least, one) => Math.min(least, one.first), Number.POSITIVE_INFINITY)),
      to: instant(entities.reduce((most, one) => Math.max(most, one.last), Number.NEGATIVE_INFINITY)),
    });
  }
  for (const name of complete) first.delete(name);
  const candidates = mayDiffer(spec) ? stepCandidates(cadence.steps()) : [];
  const found = usualCadence(cadence, candidates);
  const usual = spec.time.cadence ?? found;
  if (candidates.length >= 2 && usual !== undefined) return undefined;
  const edge = (instants: readonly string[]) => {
    const [at] = instants;
    return at === undefined ? undefined : { ms: Date.parse(at), line: 0 };
  };
  return {
    buckets,
    ways: undefined,
    cadence: found,
    steps: cadence.steps(),
    firstReadings: first,
    spanMs,
    edges: [
      edge(buckets.map(({ from }) => from).sort()),
      edge(
        buckets
          .map(({ to }) => to)
          .sort()
          .reverse(),
      ),
    ],
    seldom,
    registers: [],
    months: async (): Promise<Month[]> =>
      [...months].map(([month, readings]) => ({ month, readings })).sort((a, b) => a.month - b.month),
    spans,
  };
};
