import type {
  QuarantinePage,
  ReplayAccepted,
  RunLogs,
  RunPage,
  RunReceipt,
  RunStatus,
  RunSummary,
  StageName,
} from '@wattline/api';
import { API, getJson, query, segment, sendJson } from './request.ts';

export interface RunFilter {
  readonly dataset?: string | undefined;
  readonly status?: readonly RunStatus[] | undefined;
  readonly q?: string | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

export const getRuns = (filter: RunFilter, signal?: AbortSignal): Promise<RunPage> =>
  getJson(`/runs${query({ ...filter })}`, signal);

export const getRun = (run: string, signal?: AbortSignal): Promise<RunReceipt> =>
  getJson(`/runs/${segment(run)}`, signal);

export const getQuarantine = (
  run: string,
  page: { readonly offset: number; readonly limit: number },
  signal?: AbortSignal,
): Promise<QuarantinePage> => getJson(`/runs/${segment(run)}/quarantine${query(page)}`, signal);

export const quarantineCsvHref = (run: string): string => `${API}/runs/${segment(run)}/quarantine.csv`;

export const getLogs = (
  run: string,
  filter: { readonly stage?: StageName | undefined; readonly level?: string | undefined },
  signal?: AbortSignal,
): Promise<RunLogs> => getJson(`/runs/${segment(run)}/logs${query(filter)}`, signal);

export const replayRun = (run: string, from: StageName): Promise<ReplayAccepted> =>
  sendJson('POST', `/runs/${segment(run)}/replays`, { from });

export const cancelRun = (run: string): Promise<RunSummary> =>
  sendJson('POST', `/runs/${segment(run)}/cancellation`, {});
