import { z } from 'zod';
import { Columns } from '../../columns.ts';
import { chosenColumns, requireAggregated, requireUnique } from '../../columns-option.ts';
import type { FamilyContext } from '../../context.ts';
import { defineFamily } from '../../definition.ts';
import { calendarMonths, durationMs } from '../../duration.ts';
import { quoted, sqlDouble } from '../../frame.ts';
import { ownRow, valueBefore } from '../../online.ts';

const DegreeHours = z.strictObject({
  columns: Columns.unwrap().describe('Aggregated columns of temperatures, mean ones as a rule'),
  kinds: z
    .array(z.enum(['heating', 'cooling']))
    .min(1)
    .default(['heating', 'cooling']),
  base: z
    .number()
    .default(18)
    .describe('The temperature at which nothing is heated or cooled, in the unit of the columns'),
});
type DegreeHours = z.output<typeof DegreeHours>;

const HOUR = 3_600_000;

/** A number as a part of a name: `18`, `15_5`, `minus2`. */
const nameOf = (base: number): string => String(base).replace('-', 'minus').replace('.', '_');

const degreeColumns = ({ columns, kinds, base }: DegreeHours, context: FamilyContext) =>
  chosenColumns(context, columns, 'degreeHours.columns').flatMap((of) =>
    kinds.map((kind) => ({ of, kind, name: `${of.name}_${kind}${nameOf(base)}` })),
  );

export const degreeHours = defineFamily({
  key: 'degreeHours',
  summary:
    'How far a temperature is below (heating) or above (cooling) a base, times the hours of the interval',
  grain: 'series',
  options: DegreeHours.optional().describe('Heating and cooling degree hours of temperatures'),
  example: { columns: ['load_mean'], base: 18 },
  availability: 'same-interval',
  scaled: true,
  lookback: () => 0,
  columns: (options, context) =>
    degreeColumns(options, context).map(({ name, of, kind }) => ({
      name,
      kind: 'degree-hours',
      dtype: 'Float64',
      sources: [of.source],
      unit: of.unit === undefined ? undefined : `${of.unit}·h`,
      description: `${kind} degree hours: ${of.name} ${kind === 'heating' ? 'below' : 'above'} ${options.base}, over ${context.interval}`,
    })),
  check: ({ columns, kinds }, context, addIssue) => {
    requireAggregated(['columns'], columns, context, addIssue);
    requireUnique(['kinds'], kinds, addIssue);
    if (calendarMonths(context.interval) !== undefined) {
      addIssue(
        [],
        `an interval of ${context.interval} has no fixed number of hours`,
        'set interval to 1d or shorter, or leave out degreeHours',
      );
    }
  },
  rowsBack: (options, context) => {
    const rows = degreeColumns(options, context).map(() => ownRow);
    return () => rows;
  },
  apply: (options, context) => {
    const [base, hours] = [options.base, durationMs(context.interval) / HOUR].map(sqlDouble);
    const columns = degreeColumns(options, context).map(({ name, of, kind }) => {
      const value = `CAST(${quoted(of.name)} AS DOUBLE)`;
      const degrees = kind === 'heating' ? `${base} - ${value}` : `${value} - ${base}`;
      return {
        name,
        sql: `CASE WHEN ${value} IS NOT NULL THEN GREATEST(${degrees}, 0.0) * ${hours} END`,
      };
    });
    return (frame) => frame.with(columns);
  },
  online: (options, context) => {
    const hours = durationMs(context.interval) / HOUR;
    const columns = degreeColumns(options, context);
    return (series, row) =>
      columns.map(({ of, kind }) => {
        const value = valueBefore(series, of.name, row, 0);
        if (value === null) return null;
        const degrees = kind === 'heating' ? options.base - value : value - options.base;
        return Math.max(degrees, 0) * hours;
      });
  },
});
