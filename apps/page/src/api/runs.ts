import {
  addressOf,
  type Preview,
  type QuarantinePage,
  type ReplayAccepted,
  type ReplaySpec,
  type RunLogs,
  type RunPage,
  type RunReceipt,
  type RunStatus,
  type RunSummary,
  type SpecEdit,
  type StageName,
} from '@wattline/api';
import { api } from './client.ts';
import { whenFree } from './when-free.ts';

export interface RunFilter {
  readonly dataset?: string | undefined;
  readonly status?: readonly RunStatus[] | undefined;
  readonly q?: string | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

export const getRuns = (query: RunFilter, signal?: AbortSignal): Promise<RunPage> =>
  api.getRuns({ query }, { signal });

export const getRun = (run: string, signal?: AbortSignal): Promise<RunReceipt> =>
  api.getRun({ params: { run } }, { signal });

export const getQuarantine = (
  run: string,
  query: { readonly offset: number; readonly limit: number },
  signal?: AbortSignal,
): Promise<QuarantinePage> => api.getQuarantine({ params: { run }, query }, { signal });

export const quarantineCsvHref = (run: string): string =>
  addressOf('/runs/{run}/quarantine.csv', { params: { run } });

export const getLogs = (
  run: string,
  query: { readonly stage?: StageName | undefined; readonly level?: string | undefined },
  signal?: AbortSignal,
): Promise<RunLogs> => api.getLogs({ params: { run }, query }, { signal });

export const replayRun = (run: string, from: StageName, spec: ReplaySpec): Promise<ReplayAccepted> =>
  api.replayRun({ params: { run }, body: { from, spec } });

export const previewRun = (
  run: string,
  { spec, edits }: { readonly spec: string | undefined; readonly edits: readonly SpecEdit[] },
  signal?: AbortSignal,
): Promise<Preview> =>
  whenFree(() => api.previewRun({ params: { run }, body: { spec, edits: [...edits] } }, { signal }), signal);

export const cancelRun = (run: string): Promise<RunSummary> => api.cancelRun({ params: { run } });
