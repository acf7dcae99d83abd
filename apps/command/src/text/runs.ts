import { durationText } from './numbers.ts';
import { printable } from './printable.ts';
import { tableText } from './table.ts';

interface ListedRun {
  readonly run: string;
  readonly dataset: string;
  readonly status: string;
  /** When it was uploaded. */
  readonly at: string;
  readonly version?: string | undefined;
  readonly ms?: number | undefined;
  readonly error?: { readonly code: string } | undefined;
}

const row = ({ run, dataset, status, at, version, ms }: ListedRun): string[] => [
  run,
  dataset,
  status,
  at,
  version ?? '-',
  ms === undefined ? '-' : durationText(ms),
];

/** What ran, as a table, or what to do where nothing did. */
export const runsText = (listed: readonly ListedRun[]): string => {
  const runs = printable(listed);
  if (runs.length === 0)
    return 'nothing ran yet: copy a file into the staging folder, or run: wattline upload FILE';
  const hasErrors = runs.some(({ error }) => error !== undefined);
  const header = ['RUN', 'DATASET', 'STATUS', 'UPLOADED', 'VERSION', 'TIME'];
  if (!hasErrors) return tableText([header, ...runs.map(row)]);
  const rows = runs.map((run) => [...row(run), run.error?.code ?? '-']);
  return tableText([[...header, 'ERROR'], ...rows]);
};
