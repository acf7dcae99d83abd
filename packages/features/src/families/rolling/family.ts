import { requireAggregated, requireUnique, requireWholeIntervals } from '../../columns-option.ts';
import { defineFamily } from '../../definition.ts';
import { durationMs } from '../../duration.ts';
import { applyRolling } from './apply.ts';
import { rollingColumns } from './columns.ts';
import { onlineRolling } from './online.ts';
import { Rolling } from './options.ts';

/** In words. */
const words = (column: ReturnType<typeof rollingColumns>[number]): string => {
  if ('statistic' in column) return column.statistic.description ?? column.key;
  return column.key === 'median' ? column.key : `${column.quantile} quantile`;
};

export const rolling = defineFamily({
  key: 'rolling',
  summary:
    'Statistics of aggregated values over the time before the interval: null where no interval there has a value; std is the sample’s',
  grain: 'series',
  options: Rolling.default(() => Rolling.parse({})),
  example: {
    windows: ['24h'],
    statistics: ['mean', 'min', 'max', 'std', 'sum', 'count', 'median', 'slope'],
    quantiles: [0.1, 0.9],
  },
  availability: 'past',
  scaled: true,
  lookback: ({ windows, lags = [] }) =>
    Math.max(0, ...windows.map(durationMs)) + Math.max(0, ...lags.map(durationMs)),
  columns: (options, context) =>
    rollingColumns(options, context).map((column) => {
      const { name, source, window, until, agoMs } = column;
      const { dtype, unit } =
        'statistic' in column
          ? column.statistic
          : { dtype: 'Float64' as const, unit: (own: string | undefined) => own };
      return {
        name,
        kind: 'rolling',
        dtype: dtype === 'own' ? source.dtype : dtype,
        sources: [source.source],
        unit: unit(source.unit),
        description: `${words(column)} of ${source.name} over the ${window} ${until}`,
        group: 'rolling',
        looksAt: { fromMs: durationMs(window) + agoMs, untilMs: agoMs },
      };
    }),
  check: ({ windows, statistics, quantiles = [], lags = [], columns }, context, addIssue) => {
    requireWholeIntervals(['windows'], windows, context, addIssue);
    requireWholeIntervals(['lags'], lags, context, addIssue);
    requireUnique(['statistics'], statistics, addIssue);
    requireUnique(['quantiles'], quantiles, addIssue);
    requireAggregated(['columns'], columns, context, addIssue);
    if (statistics.length + quantiles.length > 0) return;
    addIssue(['statistics'], 'nothing is asked for', 'name a statistic, or rolling.quantiles');
  },
  rowsBack: (options, context) => {
    const rows = rollingColumns(options, context).map(({ steps, ago }) => ({
      from: ago + steps,
      until: ago + 1,
    }));
    return () => rows;
  },
  apply: (options, context) => applyRolling(rollingColumns(options, context), context),
  online: (options, context) => onlineRolling(rollingColumns(options, context), context),
});
