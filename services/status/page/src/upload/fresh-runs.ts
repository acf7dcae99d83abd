import { signal } from '@preact/signals';

/** Runs of files that this page uploaded: ingest opens them a moment later, until then nobody knows them. */
export const freshRuns = signal<ReadonlySet<string>>(new Set());

export const expectRun = (run: string): void => {
  freshRuns.value = new Set([...freshRuns.value, run]);
};
