import { quoted } from '@wattline/features';
import pl, { type LazyDataFrame } from 'nodejs-polars';

export { quoted, sqlDouble } from '@wattline/features';

/**
 * A query over one frame, named `frame`, as a lazy plan.
 *
 * The plan is the same as with expressions, but nodejs-polars takes half a millisecond to make each node of an
 * expression: for hundreds of columns, more than their data. A query is parsed at once.
 */
export const query = (frame: LazyDataFrame, sql: string): LazyDataFrame =>
  pl.SQLContext({ frame }).execute(sql);

/** Columns as a query lists them. */
export const columnList = (columns: readonly { readonly name: string; readonly sql: string }[]): string =>
  columns.map(({ name, sql }) => `${sql} AS ${quoted(name)}`).join(', ');
