import { z } from 'zod';
import {
  Columns,
  chosenColumns,
  requireAggregated,
  requireUnique,
  requireWholeIntervals,
  wholeSteps,
} from '../../columns-option.ts';
import type { FamilyContext } from '../../context.ts';
import { defineFamily, type Value } from '../../definition.ts';
import { Durations, durationMs } from '../../duration.ts';
import { quoted } from '../../frame.ts';
import { orNull } from '../../online.ts';
import { onlineWindows, readValuesBefore } from '../../windows/online-window.ts';
import { type Parts, type WindowSummary, windowPart } from '../../windows/summary.ts';
import { windows } from '../../windows/windows.ts';
import { greatest, least, moments } from './summaries.ts';

const RollingStatistic = z.enum(['mean', 'min', 'max', 'std']);
type RollingStatistic = z.infer<typeof RollingStatistic>;

const Rolling = z.strictObject({
  windows: Durations.default([]),
  statistics: z.array(RollingStatistic).min(1).default(['mean', 'min', 'max', 'std']),
  columns: Columns.describe('Aggregated columns; a window ends before the row it belongs to'),
});
type Rolling = z.output<typeof Rolling>;

/** A statistic from the parts of a summary, in SQL and in TypeScript. */
interface Statistic {
  readonly summary: WindowSummary;
  readonly sql: (part: (name: string) => string) => string;
  /** Of the parts of a window, from a place on. */
  readonly of: (parts: Parts, place: number) => Value;
}

const extreme = (summary: WindowSummary): Statistic => ({
  summary,
  sql: (part) => part(summary.name),
  of: (parts, place) => orNull(parts[place] ?? Number.NaN),
});

const statistics: Readonly<Record<RollingStatistic, Statistic>> = {
  mean: {
    summary: moments,
    sql: (part) => `CASE WHEN ${part('count')} > 0 THEN ${part('mean')} END`,
    of: (parts, place) => ((parts[place] ?? 0) > 0 ? (parts[place + 1] ?? null) : null),
  },
  std: {
    summary: moments,
    sql: (part) =>
      `CASE WHEN ${part('count')} > 1 THEN SQRT(${part('squares')} / (${part('count')} - 1)) END`,
    of: (parts, place) => {
      const count = parts[place] ?? 0;
      return count > 1 ? Math.sqrt((parts[place + 2] ?? 0) / (count - 1)) : null;
    },
  },
  min: extreme(least),
  max: extreme(greatest),
};

const rollingColumns = (options: Rolling, context: FamilyContext) => {
  const steps = options.windows.map((window) => ({
    window,
    steps: wholeSteps(context, window, 'rolling.windows'),
  }));
  return chosenColumns(context, options.columns, 'rolling.columns').flatMap((of) =>
    steps.flatMap((step) =>
      options.statistics.map((statistic) => ({
        ...step,
        of,
        statistic,
        name: `${of.name}_rolling${step.window}_${statistic}`,
      })),
    ),
  );
};

/** What windows are to be made for some statistics. */
const windowsFor = (columns: ReturnType<typeof rollingColumns>) =>
  [moments, least, greatest].map((summary) => {
    const wanted = columns.filter(({ statistic }) => statistics[statistic].summary === summary);
    return {
      summary,
      columns: [...new Set(wanted.map(({ of }) => of.name))],
      steps: [...new Set(wanted.map(({ steps }) => steps))],
    };
  });

export const rolling = defineFamily({
  key: 'rolling',
  summary:
    'Statistics of aggregated values over the time before the interval: null where no interval there has a value; std is the sample’s',
  grain: 'series',
  options: Rolling.default(() => Rolling.parse({})),
  example: { windows: ['24h'] },
  availability: 'past',
  scaled: true,
  lookback: (options) => Math.max(0, ...options.windows.map(durationMs)),
  columns: (options, context) =>
    rollingColumns(options, context).map(({ name, of, window, statistic }) => ({
      name,
      kind: 'rolling',
      dtype: statistic === 'min' || statistic === 'max' ? of.dtype : 'Float64',
      sources: [of.source],
      unit: of.unit,
      description: `${statistic} of ${of.name} over the ${window} before the interval`,
      group: 'rolling',
      looksAt: { fromMs: durationMs(window), untilMs: 0 },
    })),
  check: (options, context, addIssue) => {
    requireWholeIntervals(['windows'], options.windows, context, addIssue);
    requireUnique(['statistics'], options.statistics, addIssue);
    requireAggregated(['columns'], options.columns, context, addIssue);
  },
  rowsBack: (options, context) => {
    const rows = rollingColumns(options, context).map(({ steps }) => ({ from: steps, until: 1 }));
    return () => rows;
  },
  apply: (options, context) => {
    const columns = rollingColumns(options, context);
    const used = windowsFor(columns);
    const parts = used.flatMap(({ summary, columns: names, steps }) =>
      names.flatMap((column) =>
        steps.flatMap((some) => summary.parts.map((part) => windowPart(summary, part, column, some))),
      ),
    );
    const results = columns.map(({ name, of, steps, statistic }) => {
      const { summary, sql } = statistics[statistic];
      return { name, sql: sql((part) => quoted(windowPart(summary, part, of.name, steps))) };
    });
    const summed = windows(used.filter(({ steps }) => steps.length > 0));
    return (frame) => summed(frame).with(results).drop(parts);
  },
  online: (options, context) => {
    const columns = rollingColumns(options, context).map((column, place) => ({ ...column, place }));
    const made = windowsFor(columns).map(({ summary, steps }) => ({
      summary,
      ...onlineWindows(summary, steps),
    }));
    const values = new Float64Array(Math.max(0, ...made.map(({ reach }) => reach)));
    const sources = [...Map.groupBy(columns, ({ of }) => of.name)].map(([source, some]) => ({
      source,
      windows: made.flatMap(({ summary, of, reach, parts, placeOf }) => {
        const results = some
          .filter(({ statistic }) => statistics[statistic].summary === summary)
          .map(({ place, statistic, steps }) => ({
            place,
            of: statistics[statistic].of,
            window: placeOf(steps),
          }));
        return results.length === 0 ? [] : [{ of, values: values.subarray(0, reach), parts, results }];
      }),
    }));
    return (series, row) => {
      const found = new Array<Value>(columns.length).fill(null);
      for (const { source, windows } of sources) {
        readValuesBefore(series, source, row, values);
        for (const { of, values: within, parts, results } of windows) {
          of(within);
          for (const { place, of: statistic, window } of results) found[place] = statistic(parts, window);
        }
      }
      return found;
    };
  },
});
