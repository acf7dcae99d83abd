import { z } from 'zod';
import {
  Columns,
  chosenColumns,
  requireAggregated,
  requireWholeIntervals,
  wholeSteps,
} from '../../columns-option.ts';
import type { FamilyContext } from '../../context.ts';
import { defineFamily, type Value } from '../../definition.ts';
import { calendarMonths, type Duration, Durations, durationMs } from '../../duration.ts';
import type { Shift } from '../../frame.ts';
import { wallSteps } from '../../internal-columns.ts';
import { cellAt, cellsOf, type Series } from '../../online.ts';
import { shiftedSql } from '../../shift.ts';

const Lags = z.strictObject({
  by: Durations.default(['4h', '8h', '12h', '24h', '48h']),
  clock: z
    .enum(['elapsed', 'wall', 'rows'])
    .default('elapsed')
    .describe('elapsed: hours that passed; wall: the same local time; rows: by position, as notebooks do'),
  fill: z.number().optional().describe('Value where there is no history, instead of null'),
  columns: Columns.describe('Aggregated columns to lag'),
});
type Lags = z.output<typeof Lags>;

const lagColumns = ({ columns, by }: Lags, context: FamilyContext) => {
  const steps = by.map((duration) => ({
    by: duration,
    steps: wholeSteps(context, duration, 'lags.by'),
  }));
  return chosenColumns(context, columns, 'lags.columns').flatMap((of) =>
    steps.map((step) => ({
      ...step,
      of,
      // As the lab has it, lags are counted in rows.
      name: `${of.name}_lag${context.naming === 'ray-lab' ? step.steps : step.by}`,
    })),
  );
};

const clockText = { elapsed: 'before', wall: 'before by the local clock', rows: 'rows before' } as const;

/** How many rows before local clocks showed as much less, the earlier of two; undefined where they skipped it. */
const stepsByWall = ({ localOf, rowAt }: Series, row: number, byMs: number): number | undefined => {
  const source = rowAt(localOf(row) - byMs);
  return source === undefined ? undefined : row - source;
};

/** Months of the calendar are the same number of intervals by every clock. */
const isFixed = (by: Duration): boolean => calendarMonths(by) === undefined;

/** An interval, so long before the row. */
const at = (ms: number, { interval }: FamilyContext) => ({ fromMs: ms, untilMs: ms - durationMs(interval) });

const DAY = 86_400_000;

export const lags = defineFamily({
  key: 'lags',
  summary: 'Aggregated values as they were some time before',
  grain: 'series',
  options: Lags.default(() => Lags.parse({})),
  example: { by: ['24h'] },
  availability: 'past',
  scaled: true,
  // Rows have no time to look back to; wall clocks may go a day further.
  lookback: ({ by, clock }) =>
    clock === 'rows' ? 'unbounded' : Math.max(0, ...by.map(durationMs)) + (clock === 'wall' ? DAY : 0),
  rows: ({ clock }) => (clock === 'rows' ? 'kept' : 'all'),
  wallClock: ({ clock, by }) => (clock === 'wall' ? by.filter(isFixed) : []),
  columns: (options, context) => {
    const { clock, fill } = options;
    return lagColumns(options, context).map(({ name, of, by, steps }) => ({
      name,
      kind: 'lag',
      dtype: fill === undefined || Number.isInteger(fill) ? of.dtype : 'Float64',
      sources: [of.source],
      unit: of.unit,
      description:
        `${of.name} ${clock === 'rows' ? steps : by} ${clockText[clock]}` +
        (fill === undefined ? '' : `, ${fill} where there is none`),
      group: 'lag',
      ...(clock === 'elapsed' && isFixed(by) && { looksAt: at(durationMs(by), context) }),
    }));
  },
  check: ({ by, columns }, context, addIssue) => {
    requireWholeIntervals(['by'], by, context, addIssue);
    requireAggregated(['columns'], columns, context, addIssue);
  },
  rowsBack: (options, context) => {
    const columns = lagColumns(options, context).map(({ by, steps }) => ({
      steps,
      wallMs: options.clock === 'wall' && isFixed(by) ? durationMs(by) : undefined,
    }));
    return (series, row) =>
      columns.map(({ steps, wallMs }) => {
        // Of a time that clocks skipped there is nothing to know.
        const back = wallMs === undefined ? steps : (stepsByWall(series, row, wallMs) ?? 0);
        return { from: back, until: back };
      });
  },
  apply: (options, context) => {
    const { clock, fill } = options;
    const lagged = lagColumns(options, context).map(({ name, of, by, steps }) => {
      const shift: Shift = {
        column: of.name,
        steps: clock === 'wall' && isFixed(by) ? { column: wallSteps(by) } : steps,
      };
      const sql = shiftedSql(shift);
      return { name, shift, sql: fill === undefined ? sql : `COALESCE(${sql}, ${fill})` };
    });
    const shifts = lagged.map(({ shift }) => shift);
    return (frame) => frame.with(lagged, shifts);
  },
  online: (options, context) => {
    const { clock, fill = null } = options;
    const all = lagColumns(options, context).map(({ of, by, steps }) => ({
      source: of.name,
      steps,
      wallMs: clock === 'wall' && isFixed(by) ? durationMs(by) : undefined,
    }));
    const sources = [...Map.groupBy(all, ({ source }) => source)];
    return (series, row) => {
      const values = new Array<Value>(all.length);
      let place = 0;
      for (const [source, columns] of sources) {
        const cells = cellsOf(series, source);
        for (const { steps, wallMs } of columns) {
          const back = wallMs === undefined ? steps : stepsByWall(series, row, wallMs);
          const cell = back === undefined ? Number.NaN : cellAt(series, cells, row - back);
          values[place] = Number.isNaN(cell) ? fill : cell;
          place += 1;
        }
      }
      return values;
    };
  },
});
