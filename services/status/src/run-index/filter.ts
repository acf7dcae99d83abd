import type { RunFilter } from './run-index.ts';

export interface Condition {
  /** Follows `WHERE`; true if nothing is filtered. */
  readonly sql: string;
  /** The table, with the index to use where the planner would read every summary for a text search. */
  readonly from: string;
  readonly values: readonly string[];
}

const likeText = (text: string): string =>
  `%${text.toLowerCase().replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;

/** The conditions of a filter, with or without its statuses. */
export const condition = (
  { dataset, statuses, text, since, until }: RunFilter,
  withStatus: boolean,
): Condition => {
  const parts: [sql: string, values: readonly string[]][] = [];
  if (dataset !== undefined) parts.push(['dataset = ?', [dataset]]);
  if (withStatus && statuses !== undefined && statuses.length > 0)
    parts.push([`status IN (${statuses.map(() => '?').join(', ')})`, statuses]);
  if (text !== undefined && text !== '') parts.push([String.raw`words LIKE ? ESCAPE '\'`, [likeText(text)]]);
  // Instants of one form: their texts sort as they do.
  if (since !== undefined) parts.push(['upload_order >= ?', [since.toISOString()]]);
  if (until !== undefined) parts.push(['upload_order < ?', [until.toISOString()]]);
  const searches = text !== undefined && text !== '' && dataset === undefined;
  return {
    from: searches ? 'runs INDEXED BY runs_by_order' : 'runs',
    sql: parts.length === 0 ? 'TRUE' : parts.map(([sql]) => sql).join(' AND '),
    values: parts.flatMap(([, values]) => values),
  };
};
