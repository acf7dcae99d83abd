import type { RunStatus } from '../../../src/api/schemas/index.ts';
import type { RunFilter } from '../api/runs.ts';
import { runStatuses } from '../text/names.ts';

export interface RunQuery {
  readonly dataset: string;
  readonly status: readonly RunStatus[];
  readonly q: string;
  readonly cursor: string | undefined;
  /** Which page this is, from 1: cursors do not tell. */
  readonly page: number;
}

/** The list's filters, as they stand in its address. */
export const readRunQuery = (url: string): RunQuery => {
  const search = new URL(url, 'http://page').searchParams;
  const wanted = search.getAll('status');
  const page = Number(search.get('page') ?? 1);
  return {
    dataset: search.get('dataset') ?? '',
    status: runStatuses.filter((status) => wanted.includes(status)),
    q: search.get('q') ?? '',
    cursor: search.get('cursor') ?? undefined,
    page: Number.isInteger(page) && page > 0 ? page : 1,
  };
};

export const runQueryUrl = ({ dataset, status, q, cursor, page }: RunQuery): string => {
  const search = new URLSearchParams();
  if (dataset !== '') search.set('dataset', dataset);
  for (const one of status) search.append('status', one);
  if (q !== '') search.set('q', q);
  if (cursor !== undefined) search.set('cursor', cursor);
  if (page > 1) search.set('page', String(page));
  const text = search.toString();
  return text === '' ? '/runs' : `/runs?${text}`;
};

export const runFilter = ({ dataset, status, q, cursor }: RunQuery, limit: number): RunFilter => ({
  dataset: dataset === '' ? undefined : dataset,
  status,
  q: q === '' ? undefined : q,
  cursor,
  limit,
});
