import pl, { type LazyDataFrame } from 'nodejs-polars';

/** A column's name in SQL. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A column to add. */
export interface SqlColumn {
  readonly name: string;
  /** A SQL expression over the frame's columns. */
  readonly sql: string;
}

/**
 * Adds columns told in SQL to a lazy plan.
 *
 * The plan is the same as with expressions, but a JavaScript object for each node of an expression takes half a
 * millisecond: for hundreds of columns, more than their data.
 */
export const withSqlColumns = (frame: LazyDataFrame, columns: readonly SqlColumn[]): LazyDataFrame => {
  if (columns.length === 0) return frame;
  const list = columns.map(({ name, sql }) => `${sql} AS ${quoted(name)}`);
  return pl.SQLContext({ self: frame }).execute(`SELECT *, ${list.join(', ')} FROM self`);
};
