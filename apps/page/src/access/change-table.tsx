import type { AuditEntry } from '@wattline/api';
import { type Column, DataTable } from '../components/data-table.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { InstantText } from '../components/instant.tsx';

const RUN = /^[0-9a-f]{20}$/;

const columns: readonly Column<AuditEntry>[] = [
  { head: 'When', cell: ({ at }) => <InstantText at={at} /> },
  { head: 'Who', cell: ({ who }) => who },
  {
    head: 'What',
    cell: ({ action, status }) => (
      <>
        {action}
        {status >= 500 && <span class="bad"> failed ({status})</span>}
      </>
    ),
  },
  {
    head: 'To',
    cell: ({ target }) => (RUN.test(target) ? <a href={`/runs/${target}`}>{target}</a> : target),
  },
  { head: 'From', cell: ({ from }) => from },
];

export const ChangeTable = ({ entries }: { entries: readonly AuditEntry[] }) => (
  <DataTable
    label="Changes"
    columns={columns}
    rows={entries}
    keyOf={({ at, who, action, target }) => `${at} ${who} ${action} ${target}`}
    empty={
      <EmptyState title="Nothing was changed yet">
        <p>Uploads, replays, specs, purges and tokens made through this service appear here.</p>
      </EmptyState>
    }
  />
);
