import { requireAggregated, requireUnique, requireWholeInterval } from '../../columns-option.ts';
import { defineFamily } from '../../definition.ts';
import { durationMs } from '../../duration.ts';
import { quoted, sqlDouble } from '../../frame.ts';
import { READINGS } from '../../internal-columns.ts';
import { orNull, type Series } from '../../online.ts';
import { onlineWindows, readValuesBefore } from '../../windows/online-window.ts';
import { windowPart } from '../../windows/summary.ts';
import { windows } from '../../windows/windows.ts';
import { ANY_READING, Since, sinceColumns, stepsWithin } from './columns.ts';
import { changes, presence } from './summaries.ts';

const HOUR = 3_600_000;

const words = { reading: 'a reading', value: 'a value', change: 'another value than before' } as const;

/** Whether the intervals before a row have a reading, the nearest first; NaN for none. */
const readReadingsBefore = ({ first, readings }: Series, row: number, to: Float64Array): void => {
  for (let i = 0; i < to.length; i += 1) {
    const at = row - 1 - i;
    to[i] = at >= first && (readings[at] ?? 0) > 0 ? 1 : Number.NaN;
  }
};

export const since = defineFamily({
  key: 'since',
  summary:
    'Hours from the end of the last interval in which something happened until the interval begins: 0 if that was the one before, null where it is longer ago than is looked back',
  grain: 'series',
  options: Since.optional().describe('Hours since the last reading, and since the last change of a value'),
  example: { of: ['reading', 'value', 'change'], within: '7d' },
  availability: 'past',
  scaled: true,
  lookback: ({ within }) => durationMs(within),
  columns: (options, context) =>
    sinceColumns(options, context).map(({ event, name, of, sources }) => ({
      name,
      kind: 'since',
      dtype: 'Float64',
      sources,
      unit: 'h',
      description: `hours since an interval with ${words[event]}${event === 'reading' ? '' : ` of ${of}`}, of the ${options.within} before`,
      looksAt: { fromMs: durationMs(options.within), untilMs: 0 },
    })),
  check: ({ of, within, columns }, context, addIssue) => {
    requireWholeInterval(['within'], within, context, addIssue);
    requireUnique(['of'], of, addIssue);
    requireAggregated(['columns'], columns, context, addIssue);
  },
  rowsBack: (options, context) => {
    const from = stepsWithin(options, context);
    const rows = sinceColumns(options, context).map(() => ({ from, until: 1 }));
    return () => rows;
  },
  apply: (options, context) => {
    const steps = stepsWithin(options, context);
    const hours = sqlDouble(durationMs(context.interval) / HOUR);
    const columns = sinceColumns(options, context);
    const used = [presence, changes].flatMap((summary) => {
      const of = columns.filter((column) => column.summary === summary).map(({ column }) => column);
      return of.length === 0 ? [] : [{ summary, columns: of, steps: [steps] }];
    });
    const parts = used.flatMap(({ summary, columns: of }) =>
      of.flatMap((column) => summary.parts.map((part) => windowPart(summary, part, column, steps))),
    );
    const results = columns.map(({ name, summary, part, column }) => ({
      name,
      sql: `${quoted(windowPart(summary, part, column, steps))} * ${hours}`,
    }));
    const looked = windows(used);
    const any = { name: ANY_READING, sql: `CASE WHEN ${quoted(READINGS)} > 0 THEN ${quoted(READINGS)} END` };
    return (frame) =>
      looked(frame.with([any]))
        .with(results)
        .drop([...parts, ANY_READING]);
  },
  online: (options, context) => {
    const steps = stepsWithin(options, context);
    const hours = durationMs(context.interval) / HOUR;
    const values = new Float64Array(steps);
    const made = { presence: onlineWindows(presence, [steps]), changes: onlineWindows(changes, [steps]) };
    const columns = sinceColumns(options, context).map(({ column, summary, part }) => {
      const of = summary === presence ? made.presence : made.changes;
      return { column, of, place: of.placeOf(steps) + summary.parts.indexOf(part) };
    });
    return (series, row) =>
      columns.map(({ column, of, place }) => {
        if (column === ANY_READING) readReadingsBefore(series, row, values);
        else readValuesBefore(series, column, row, values);
        of.of(values);
        return orNull((of.parts[place] ?? Number.NaN) * hours);
      });
  },
});
