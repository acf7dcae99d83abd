import type { RunStatus } from '@wattline/api';
import type { RunFilter } from '../api/runs.ts';
import { runStatuses } from '../text/names.ts';

export interface RunQuery {
  readonly dataset: string;
  readonly status: readonly RunStatus[];
  readonly q: string;
  /** Days of the reader’s own zone, both of them among the days shown; empty where there is no limit. */
  readonly since: string;
  readonly until: string;
  readonly cursor: string | undefined;
  /** Which page this is, from 1: a cursor does not say. */
  readonly page: number;
}

const dayOf = (text: string | null): string =>
  text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : '';

/** The list's filters, as its address has them. */
export const readRunQuery = (url: string): RunQuery => {
  const search = new URL(url, 'http://page').searchParams;
  const wanted = search.getAll('status');
  const page = Number(search.get('page') ?? 1);
  return {
    dataset: search.get('dataset') ?? '',
    status: runStatuses.filter((status) => wanted.includes(status)),
    q: search.get('q') ?? '',
    since: dayOf(search.get('since')),
    until: dayOf(search.get('until')),
    cursor: search.get('cursor') ?? undefined,
    page: Number.isInteger(page) && page > 0 ? page : 1,
  };
};

export const runQueryUrl = ({ dataset, status, q, since, until, cursor, page }: RunQuery): string => {
  const search = new URLSearchParams();
  if (dataset !== '') search.set('dataset', dataset);
  for (const one of status) search.append('status', one);
  if (q !== '') search.set('q', q);
  if (since !== '') search.set('since', since);
  if (until !== '') search.set('until', until);
  if (cursor !== undefined) search.set('cursor', cursor);
  if (page > 1) search.set('page', String(page));
  const text = search.toString();
  return text === '' ? '/runs' : `/runs?${text}`;
};

const midnight = (day: string, daysLater: number): string => {
  const at = new Date(`${day}T00:00`);
  at.setDate(at.getDate() + daysLater);
  return at.toISOString();
};

export const runFilter = (query: RunQuery, limit: number): RunFilter => {
  const { dataset, status, q, since, until, cursor } = query;
  return {
    dataset: dataset === '' ? undefined : dataset,
    status,
    q: q === '' ? undefined : q,
    since: since === '' ? undefined : midnight(since, 0),
    until: until === '' ? undefined : midnight(until, 1),
    cursor,
    limit,
  };
};
