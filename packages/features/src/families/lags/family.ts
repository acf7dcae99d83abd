import { z } from 'zod';
import { Columns } from '../../columns.ts';
import { chosenColumns, requireAggregated, requireWholeIntervals, wholeSteps } from '../../columns-option.ts';
import type { FamilyContext } from '../../context.ts';
import { defineFamily, type Value } from '../../definition.ts';
import { Durations, durationMs } from '../../duration.ts';
import type { Shift } from '../../frame.ts';
import { goingBack, isFixed, stepsFrom, stepsOf } from '../../going-back.ts';
import { cellAt, cellsOf } from '../../online.ts';
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

const lagColumns = ({ columns, by, clock }: Lags, context: FamilyContext) => {
  const steps = by.map((duration) =>
    goingBack(duration, wholeSteps(context, duration, 'lags.by'), clock === 'wall'),
  );
  return chosenColumns(context, columns, 'lags.columns').flatMap((of) =>
    steps.map((back) => ({
      back,
      of,
      // As the lab has it, lags are counted in rows.
      name: `${of.name}_lag${context.naming === 'ray-lab' ? back.steps : back.by}`,
    })),
  );
};

const clockText = { elapsed: 'before', wall: 'before by the local clock', rows: 'rows before' } as const;

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
    return lagColumns(options, context).map(({ name, of, back: { by, steps } }) => ({
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
    const columns = lagColumns(options, context);
    return (series, row) =>
      columns.map(({ back }) => {
        // Of a time that clocks skipped there is nothing to know.
        const steps = stepsFrom(back, series, row) ?? 0;
        return { from: steps, until: steps };
      });
  },
  apply: (options, context) => {
    const { fill } = options;
    const lagged = lagColumns(options, context).map(({ name, of, back }) => {
      const shift: Shift = { column: of.name, steps: stepsOf(back) };
      const sql = shiftedSql(shift);
      return { name, shift, sql: fill === undefined ? sql : `COALESCE(${sql}, ${fill})` };
    });
    const shifts = lagged.map(({ shift }) => shift);
    return (frame) => frame.with(lagged, shifts);
  },
  online: (options, context) => {
    const { fill = null } = options;
    const all = lagColumns(options, context);
    const sources = [...Map.groupBy(all, ({ of }) => of.name)];
    return (series, row) => {
      const values = new Array<Value>(all.length);
      let place = 0;
      for (const [source, columns] of sources) {
        const cells = cellsOf(series, source);
        for (const { back } of columns) {
          const steps = stepsFrom(back, series, row);
          const cell = steps === undefined ? Number.NaN : cellAt(series, cells, row - steps);
          values[place] = Number.isNaN(cell) ? fill : cell;
          place += 1;
        }
      }
      return values;
    };
  },
});
