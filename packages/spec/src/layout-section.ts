import { Duration } from '@wattline/features';
import { z } from 'zod';
import { Column } from './column.ts';

const Wide = z.strictObject({
  columns: z
    .tuple([Column, Column])
    .describe('The first and the last of the columns that hold the readings of a row, in order'),
  every: Duration.describe('The time from one of these columns to the next'),
  value: Column.default('value').describe('What the readings are called'),
});

const Series = z.strictObject({
  columns: z
    .tuple([Column, Column])
    .describe('The first and the last of the columns that are a series each; their names name the series'),
  value: Column.default('value').describe('What the readings are called'),
});

/** Where readings are, if not in one row for each time, and what they are measured in. */
export const Layout = z.strictObject({
  wide: Wide.optional().describe('One row for each day, its readings side by side'),
  series: Series.optional().describe(
    'One row for each time, the readings of several series side by side; entity is what the series are called',
  ),
  units: Column.optional().describe(
    'The column that has the unit of each reading: readings are converted to values.<column>.unit',
  ),
});
