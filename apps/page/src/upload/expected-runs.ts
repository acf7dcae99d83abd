import { signal } from '@preact/signals';

/** Runs of files that this page uploaded, and of deletions: ingest opens them a moment later. */
export const expectedRuns = signal<ReadonlySet<string>>(new Set());

export const expectRun = (run: string): void => {
  expectedRuns.value = new Set([...expectedRuns.value, run]);
};

export const expectNoMore = (run: string): void => {
  expectedRuns.value = new Set([...expectedRuns.value].filter((one) => one !== run));
};
