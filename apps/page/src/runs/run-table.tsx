import type { RunSummary } from '@wattline/api';
import type { ComponentChildren } from 'preact';
import { type Column, DataTable } from '../components/data-table.tsx';
import { InstantText } from '../components/instant.tsx';
import { StatusMark } from '../components/status-mark.tsx';
import { fileName, shortId } from '../text/names.ts';
import { bytesText, countText, durationText } from '../text/numbers.ts';

interface Props {
  readonly label: string;
  readonly runs: readonly RunSummary[];
  /** Without the columns that a glance does not need. */
  readonly brief?: boolean;
  readonly empty: ComponentChildren;
}

const countIn = (value: number | undefined) => (value === undefined ? undefined : countText(value));

const columns = (brief: boolean): readonly Column<RunSummary>[] => [
  {
    head: 'Status',
    cell: ({ status, stage }) => (
      <>
        <StatusMark status={status} />
        {stage !== undefined && status !== 'sealed' && status !== 'superseded' && (
          <span class="run-stage">{stage}</span>
        )}
      </>
    ),
  },
  {
    head: 'Run',
    rowHead: true,
    cell: ({ run, replay }) => (
      <>
        <a href={`/runs/${run}`}>
          <code>{shortId(run)}</code>
        </a>
        {replay > 0 && <span class="run-replay">replay {replay}</span>}
      </>
    ),
  },
  {
    head: 'Dataset',
    cell: ({ dataset }) => (
      <a class="quiet-link" href={`/datasets/${encodeURIComponent(dataset)}`}>
        {dataset}
      </a>
    ),
  },
  {
    head: 'File',
    shown: !brief,
    class: 'cell-wide',
    cell: ({ key }) => fileName(key),
    title: ({ key }) => key,
  },
  { head: 'Size', number: true, shown: !brief, cell: ({ bytes }) => bytesText(bytes) },
  { head: 'Read', number: true, cell: ({ rowsRead }) => countIn(rowsRead) },
  {
    head: 'Refused',
    number: true,
    cell: ({ rowsRefused }) => countIn(rowsRefused),
    class: ({ rowsRefused }) => (rowsRefused !== undefined && rowsRefused > 0 ? 'warn' : undefined),
  },
  { head: 'Feature rows', number: true, shown: !brief, cell: ({ featureRows }) => countIn(featureRows) },
  { head: 'Took', number: true, cell: ({ ms }) => (ms === undefined ? undefined : durationText(ms)) },
  { head: 'Uploaded', number: true, cell: ({ uploadedAt }) => <InstantText at={uploadedAt} /> },
];

export const RunTable = ({ label, runs, brief = false, empty }: Props) => (
  <DataTable
    label={label}
    columns={columns(brief)}
    rows={runs}
    keyOf={({ run }) => run}
    rowClass={({ status }) => `run-row run-row-${status}`}
    empty={empty}
  />
);
