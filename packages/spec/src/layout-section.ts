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

const Long = z.strictObject({
  variable: Column.describe('The column that says what a row measures'),
  value: Column.describe('The column with the reading'),
});

/** Where readings are, if not one row for each time: a row for each day, or one for each time and quantity. */
export const Layout = z.union([z.strictObject({ wide: Wide }), z.strictObject({ long: Long })]);
