import { z } from 'zod';
import { Columns } from '../../columns.ts';
import { chosenColumns, requireAggregated, requireWholeIntervals, wholeSteps } from '../../columns-option.ts';
import type { FamilyContext } from '../../context.ts';
import { defineFamily } from '../../definition.ts';
import { Duration, durationMs } from '../../duration.ts';
import { quoted } from '../../frame.ts';
import { onlineWindows, readValuesBefore } from '../../windows/online-window.ts';
import { windowPart } from '../../windows/summary.ts';
import { windows } from '../../windows/windows.ts';
import { decaying } from './summary.ts';

/** How many half-lives a mean looks back: what lies further weighs less than a thousandth. */
const HALF_LIVES = 10;

const Ewm = z.strictObject({
  halfLives: z
    .array(Duration)
    .min(1)
    .describe(`Times after which a value weighs half as much; a mean looks back ${HALF_LIVES} of them`),
  columns: Columns.describe('Aggregated columns; a mean ends before the row it belongs to'),
});
type Ewm = z.output<typeof Ewm>;

const ewmColumns = ({ halfLives, columns }: Ewm, context: FamilyContext) => {
  const means = halfLives.map((halfLife) => {
    const intervals = wholeSteps(context, halfLife, 'ewm.halfLives');
    return { halfLife, summary: decaying(intervals), steps: intervals * HALF_LIVES };
  });
  return chosenColumns(context, columns, 'ewm.columns').flatMap((of) =>
    means.map((mean) => ({ ...mean, of, name: `${of.name}_ewm${mean.halfLife}` })),
  );
};

export const ewm = defineFamily({
  key: 'ewm',
  summary: 'Exponentially weighted means of aggregated values over the time before the interval',
  grain: 'series',
  options: Ewm.optional().describe('Exponentially weighted means'),
  example: { halfLives: ['24h'] },
  availability: 'past',
  scaled: true,
  lookback: ({ halfLives }) => HALF_LIVES * Math.max(...halfLives.map(durationMs)),
  columns: (options, context) =>
    ewmColumns(options, context).map(({ name, of, halfLife }) => ({
      name,
      kind: 'ewm',
      dtype: 'Float64',
      sources: [of.source],
      unit: of.unit,
      description: `exponentially weighted mean of ${of.name} before the interval, half-life ${halfLife}`,
    })),
  check: ({ halfLives, columns }, context, addIssue) => {
    requireWholeIntervals(['halfLives'], halfLives, context, addIssue);
    requireAggregated(['columns'], columns, context, addIssue);
  },
  rowsBack: (options, context) => {
    const rows = ewmColumns(options, context).map(({ steps }) => ({ from: steps, until: 1 }));
    return () => rows;
  },
  apply: (options, context) => {
    const columns = ewmColumns(options, context).map(({ of, ...mean }) => {
      const part = (name: string): string => windowPart(mean.summary, name, of.name, mean.steps);
      const [weight, sum] = [part('weight'), part('sum')];
      const sql = `CASE WHEN ${quoted(weight)} > 0 THEN ${quoted(sum)} / ${quoted(weight)} END`;
      return { ...mean, column: of.name, sql, parts: [weight, sum] };
    });
    const summed = windows(
      columns.map(({ summary, column, steps }) => ({ summary, columns: [column], steps: [steps] })),
    );
    return (frame) =>
      summed(frame)
        .with(columns)
        .drop(columns.flatMap(({ parts }) => parts));
  },
  online: (options, context) => {
    const columns = ewmColumns(options, context).map(({ summary, of, steps }) => {
      const windows = onlineWindows(summary, [steps]);
      return {
        source: of.name,
        windows,
        place: windows.placeOf(steps),
        values: new Float64Array(windows.reach),
      };
    });
    return (series, row) =>
      columns.map(({ source, windows, place, values }) => {
        readValuesBefore(series, source, row, values);
        windows.of(values);
        const weight = windows.parts[place] ?? 0;
        return weight > 0 ? (windows.parts[place + 1] ?? 0) / weight : null;
      });
  },
});
