import { READING_STEP } from '@wattline/features';
import { durationMs, type Spec } from '@wattline/spec';
import pl, { type Expr } from 'nodejs-polars';
import type { Bucket } from '../plan.ts';
import { integer } from '../polars/integer.ts';

/** How a bucket's readings come: ms from one until the next is due, `each` where their own column says it. */
export type ReadingStep = NonNullable<Bucket['step']>;

/** How the readings of a bucket come. */
export const readingStepOf = (
  spec: Pick<Spec, 'time' | 'interval'>,
  bucket: Pick<Bucket, 'step'>,
): ReadingStep => bucket.step ?? usualStep(spec);

/** How most readings of a file come, ms. */
export const usualStep = ({ time, interval }: Pick<Spec, 'time' | 'interval'>): number =>
  durationMs(time.cadence ?? interval);

/** `reading_step_ms` of each reading of a frame as ingest hands it on: Int64, never null. */
export const readingStep = (spec: Pick<Spec, 'time' | 'interval'>, step: ReadingStep): Expr => {
  const usual = integer(usualStep(spec));
  const ms = step === 'each' ? pl.col(READING_STEP).fillNull(usual) : integer(step);
  return ms.cast(pl.Int64).alias(READING_STEP);
};

/** By which step an interval's readings are counted, ms: where they come more seldom than intervals, each should have one. */
export const expectedStep = (spec: Pick<Spec, 'time' | 'interval'>, step: ReadingStep): number =>
  Math.min(step === 'each' ? usualStep(spec) : step, durationMs(spec.interval));
