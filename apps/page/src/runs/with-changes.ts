import type { RunSummary } from '@wattline/api';

/** The runs of a page, each as it is by the newest event. */
export const withChanges = (
  runs: readonly RunSummary[],
  changes: ReadonlyMap<string, RunSummary>,
): readonly RunSummary[] => runs.map((run) => changes.get(run.run) ?? run);
