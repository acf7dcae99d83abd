import { durationMs, type RollingStatistic, type Spec } from '@wattline/spec';
import { RejectedError } from '../errors.ts';
import { type AggregatedColumn, aggregatedValues } from './aggregated-columns.ts';
import { namingOf } from './naming.ts';

/** A feature that looks back from an aggregated column. */
interface LookingBack {
  readonly name: string;
  readonly of: AggregatedColumn;
  readonly by: string;
  /** In intervals. */
  readonly steps: number;
}

/** What is made of the aggregated columns, in output order. */
export interface PlannedFeatures {
  readonly lags: readonly LookingBack[];
  readonly rolling: readonly (LookingBack & { readonly statistic: RollingStatistic })[];
  readonly differences: readonly LookingBack[];
}

const chosen = (
  all: readonly AggregatedColumn[],
  columns: 'all' | readonly string[],
  key: string,
): AggregatedColumn[] => {
  if (columns === 'all') return [...all];
  return columns.map((name) => {
    const column = all.find((some) => some.name === name);
    if (column === undefined) {
      throw new RejectedError('UNKNOWN_COLUMN', `${key} names '${name}', which no aggregation makes`, {
        place: { column: name },
        remedy: `Write one of ${all.map((some) => some.name).join(', ')}`,
      });
    }
    return column;
  });
};

const stepsOf = (spec: Spec, duration: string, key: string): number => {
  const steps = durationMs(duration) / durationMs(spec.interval);
  if (!Number.isInteger(steps)) {
    throw new RejectedError(
      'NO_WHOLE_INTERVALS',
      `${key}: ${duration} is no whole number of intervals of ${spec.interval}`,
      { place: { value: duration }, remedy: `Write a multiple of ${spec.interval}, or change interval` },
    );
  }
  return steps;
};

/** Lags, windows and differences that a spec asks for. @throws RejectedError where it names what is not there */
export const plannedFeatures = (spec: Spec): PlannedFeatures => {
  const all = aggregatedValues(spec);
  const naming = namingOf(spec);
  const each = (
    columns: 'all' | readonly string[],
    durations: readonly string[],
    key: string,
    part: string,
  ) => {
    const steps = durations.map((by) => ({ by, steps: stepsOf(spec, by, `${key}.${part}`) }));
    return chosen(all, columns, `${key}.columns`).flatMap((of) => steps.map((step) => ({ of, ...step })));
  };
  return {
    lags: each(spec.lags.columns, spec.lags.by, 'lags', 'by').map((lag) => ({
      ...lag,
      name: naming.lag(lag.of.name, lag.by),
    })),
    rolling: each(spec.rolling.columns, spec.rolling.windows, 'rolling', 'windows').flatMap((window) =>
      spec.rolling.statistics.map((statistic) => ({
        ...window,
        statistic,
        name: naming.rolling(window.of.name, window.by, statistic),
      })),
    ),
    differences: each(spec.differences.columns, spec.differences.over, 'differences', 'over').map((some) => ({
      ...some,
      name: naming.difference(some.of.name, some.by),
    })),
  };
};
