import { chosenColumns, wholeSteps } from '../../columns-option.ts';
import type { FamilyContext } from '../../context.ts';
import { durationMs } from '../../duration.ts';
import { nameOfQuantile } from '../../windows/quantile.ts';
import type { Rolling } from './options.ts';
import { type Statistic, statistics } from './statistics.ts';

/** What a column has of a window: a statistic, or a quantile of its values. */
type Of =
  | { readonly key: string; readonly statistic: Statistic }
  | { readonly key: string; readonly quantile: number };

const asked = ({ statistics: keys, quantiles = [] }: Rolling): Of[] => [
  ...keys.map((key): Of => (key === 'median' ? { key, quantile: 0.5 } : { key, statistic: statistics[key] })),
  ...quantiles.map((quantile): Of => ({ key: nameOfQuantile(quantile), quantile })),
];

export const rollingColumns = (options: Rolling, context: FamilyContext) => {
  const steps = options.windows.map((window) => ({
    window,
    steps: wholeSteps(context, window, 'rolling.windows'),
  }));
  const all = asked(options);
  // Windows that end with the interval before the row, and those that end so many before that.
  const ends = [
    { ago: 0, agoMs: 0, until: 'before the interval', label: '' },
    ...(options.lags ?? []).map((lag) => ({
      ago: wholeSteps(context, lag, 'rolling.lags') - 1,
      agoMs: durationMs(lag) - durationMs(context.interval),
      until: `until the interval ${lag} before`,
      label: `_lag${lag}`,
    })),
  ];
  let place = 0;
  return chosenColumns(context, options.columns, 'rolling.columns').flatMap((source) =>
    ends.flatMap((end) =>
      steps.flatMap((step) =>
        all.map((of) => ({
          ...step,
          ...end,
          ...of,
          source,
          place: place++,
          name: `${source.name}${end.label}_rolling${step.window}_${of.key}`,
        })),
      ),
    ),
  );
};
export type RollingColumn = ReturnType<typeof rollingColumns>[number];

export type Summarised = Extract<RollingColumn, { readonly statistic: Statistic }>;
type Sorted = Extract<RollingColumn, { readonly quantile: number }>;

/** Those that are made of a summary of their window, and those that are made of its values, sorted. */
export const bySort = (columns: readonly RollingColumn[]) => ({
  summarised: columns.filter((column): column is Summarised => 'statistic' in column),
  sorted: columns.filter((column): column is Sorted => 'quantile' in column),
});
