import { z } from 'zod';
import { Columns } from '../../columns.ts';
import { chosenColumns, requireAggregated, requireWholeIntervals, wholeSteps } from '../../columns-option.ts';
import type { FamilyContext } from '../../context.ts';
import { defineFamily, type Value } from '../../definition.ts';
import { Durations, durationMs } from '../../duration.ts';
import { quoted } from '../../frame.ts';
import { cellAt, cellsOf, orNull } from '../../online.ts';
import { shiftedSql } from '../../shift.ts';

const Differences = z.strictObject({
  over: Durations.default([]),
  columns: Columns,
});
type Differences = z.output<typeof Differences>;

const differenceColumns = ({ over, columns }: Differences, context: FamilyContext) => {
  const steps = over.map((duration) => ({
    over: duration,
    steps: wholeSteps(context, duration, 'differences.over'),
  }));
  return chosenColumns(context, columns, 'differences.columns').flatMap((of) =>
    steps.map((step) => ({ ...step, of, name: `${of.name}_diff${step.over}` })),
  );
};

export const differences = defineFamily({
  key: 'differences',
  summary: 'Aggregated values minus what they were some time before',
  grain: 'series',
  options: Differences.default(() => Differences.parse({})),
  example: { over: ['24h'] },
  availability: 'same-interval',
  scaled: true,
  lookback: ({ over }) => Math.max(0, ...over.map(durationMs)),
  columns: (options, context) =>
    differenceColumns(options, context).map(({ name, of, over }) => ({
      name,
      kind: 'difference',
      dtype: of.dtype,
      sources: [of.source],
      unit: of.unit,
      description: `${of.name} minus ${of.name} ${over} before`,
      group: 'difference',
    })),
  check: ({ over, columns }, context, addIssue) => {
    requireWholeIntervals(['over'], over, context, addIssue);
    requireAggregated(['columns'], columns, context, addIssue);
  },
  rowsBack: (options, context) => {
    const rows = differenceColumns(options, context).map(({ steps }) => ({ from: steps, until: 0 }));
    return () => rows;
  },
  apply: (options, context) => {
    const columns = differenceColumns(options, context).map(({ name, of, steps }) => {
      const shift = { column: of.name, steps };
      return { name, shift, sql: `${quoted(of.name)} - ${shiftedSql(shift)}` };
    });
    const shifts = columns.map(({ shift }) => shift);
    return (frame) => frame.with(columns, shifts);
  },
  online: (options, context) => {
    const all = differenceColumns(options, context);
    const sources = [...Map.groupBy(all, ({ of }) => of.name)];
    return (series, row) => {
      const values = new Array<Value>(all.length);
      let place = 0;
      for (const [source, columns] of sources) {
        const cells = cellsOf(series, source);
        const now = cellAt(series, cells, row);
        // Without one of the two there is no difference.
        for (const { steps } of columns) {
          values[place] = orNull(now - cellAt(series, cells, row - steps));
          place += 1;
        }
      }
      return values;
    };
  },
});
