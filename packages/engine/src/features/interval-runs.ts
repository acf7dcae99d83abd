import { type IntervalRuns, intervalRuns as runsOf, type Span } from '@wattline/features';
import type { Spec } from '@wattline/spec';
import { clockOffsets } from './clock-changes.ts';

/** The intervals from the one that holds `from` to the one that holds `to`, by Polars' zone data. */
export const intervalRuns = (spec: Pick<Spec, 'interval' | 'time'>, span: Span): IntervalRuns =>
  runsOf(spec.interval, (from, to) => clockOffsets(spec.time.zone, from, to), span);
