import { type RunStatus, StageName } from '@wattline/api';

export const stages: readonly StageName[] = StageName.options;
export const runStatuses: readonly RunStatus[] = [
  'waiting',
  'running',
  'sealed',
  'superseded',
  'rejected',
  'failed',
  'cancelled',
];

/** What each stage does, for first-time users. */
export const stageTasks: Readonly<Record<StageName, string>> = {
  ingest: 'checks and types the readings',
  transform: 'makes calendar and row features',
  aggregate: 'makes the time grid, lags and windows',
  publish: 'splits, scales, seals',
};

/** Enough of an id to distinguish it from others. */
export const shortId = (id: string): string => id.slice(0, 8);

export const fileName = (key: string): string => key.slice(key.lastIndexOf('/') + 1);
