import { useSignal } from '@preact/signals';
import type { QuarantinePage } from '@wattline/api';
import { getQuarantine, quarantineCsvHref } from '../api/runs.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { DownloadLink } from '../components/download-link.tsx';
import { OffsetPager } from '../components/offset-pager.tsx';
import { Panel } from '../components/panel.tsx';
import { ResourceView } from '../components/resource-view.tsx';
import { useResource } from '../live/use-resource.ts';
import { countText } from '../text/numbers.ts';

interface Props {
  readonly run: string;
  readonly replay: number;
  readonly reasons: Readonly<Record<string, number>>;
}

const LIMIT = 20;

const columns: readonly Column<QuarantinePage['rows'][number]>[] = [
  {
    head: 'Line',
    rowHead: true,
    number: true,
    cell: ({ line }) => (line === null ? undefined : countText(line)),
  },
  { head: 'Column', cell: ({ column }) => column },
  { head: 'Value', cell: ({ value }) => <code class="cell-value">{value}</code> },
  {
    head: 'Reason',
    class: 'cell-wide',
    cell: ({ reason, code }) => (
      <>
        {reason} <code>{code}</code>
      </>
    ),
  },
];

/** The rows that were refused: how many for which reason, and each with its line. */
export const Quarantine = ({ run, replay, reasons }: Props) => {
  const offset = useSignal(0);
  const page = useResource(`quarantine ${run} ${replay} ${offset.value}`, (signal) =>
    getQuarantine(run, { offset: offset.value, limit: LIMIT }, signal),
  );
  return (
    <Panel
      title="Quarantine"
      actions={
        <DownloadLink href={quarantineCsvHref(run)} name={`quarantine-${run}.csv`}>
          All as CSV
        </DownloadLink>
      }
    >
      <ul class="reasons">
        {Object.entries(reasons).map(([code, count]) => (
          <li key={code}>
            <span class="number">{countText(count)}</span> <code>{code}</code>
          </li>
        ))}
      </ul>
      <ResourceView resource={page} what="quarantined rows">
        {({ rows, total }) => (
          <>
            <DataTable
              label="Quarantined rows"
              columns={columns}
              rows={rows.map((row, i) => ({ ...row, place: offset.value + i }))}
              keyOf={({ place }) => String(place)}
            />
            <OffsetPager
              what="quarantined rows"
              offset={offset.value}
              limit={LIMIT}
              total={total}
              onMove={(to) => {
                offset.value = to;
              }}
            />
          </>
        )}
      </ResourceView>
    </Panel>
  );
};
