import type { DatasetSummary } from '@wattline/api';
import { getDatasets } from '../api/datasets.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { InstantText } from '../components/instant.tsx';
import { PageHeader } from '../components/page-header.tsx';
import { ResourceView } from '../components/resource-view.tsx';
import { StatusMark } from '../components/status-mark.tsx';
import { changedRuns } from '../live/connection.ts';
import { useResource } from '../live/use-resource.ts';
import { useThrottled } from '../live/use-throttled.ts';
import { bytesText, countText } from '../text/numbers.ts';

const latestNumber = (
  head: string,
  of: (latest: NonNullable<DatasetSummary['latest']>) => number,
  text = countText,
): Column<DatasetSummary> => ({
  head,
  number: true,
  cell: ({ latest }) => latest && text(of(latest)),
  sortBy: ({ latest }) => latest && of(latest),
});

const columns: readonly Column<DatasetSummary>[] = [
  {
    head: 'Dataset',
    rowHead: true,
    cell: ({ name }) => <a href={`/datasets/${encodeURIComponent(name)}`}>{name}</a>,
    sortBy: ({ name }) => name,
  },
  { head: 'Runs', number: true, cell: ({ runs }) => countText(runs), sortBy: ({ runs }) => runs },
  {
    head: 'Last run',
    cell: ({ lastRun }) =>
      lastRun && (
        <a class="quiet-link" href={`/runs/${lastRun.run}`}>
          <StatusMark status={lastRun.status} /> <InstantText at={lastRun.uploadedAt} />
        </a>
      ),
    sortBy: ({ lastRun }) => lastRun?.uploadedAt,
  },
  {
    head: 'Latest version',
    cell: ({ name, latest }) =>
      latest === undefined ? (
        'none sealed'
      ) : (
        <a href={`/explore/${encodeURIComponent(name)}/latest`}>
          <code>{latest.version.slice(0, 8)}</code>
        </a>
      ),
  },
  latestNumber('Rows', ({ rows }) => rows),
  latestNumber('Columns', (latest) => latest.columns),
  latestNumber('Entities', ({ entities }) => entities),
  latestNumber('Size', ({ bytes }) => bytes, bytesText),
  {
    head: 'Spec',
    cell: ({ name, hasSpec }) => (
      <a class="quiet-link" href={`/datasets/${encodeURIComponent(name)}/spec`}>
        {hasSpec ? 'its own' : 'inferred'}
      </a>
    ),
  },
];

export const DatasetsView = () => {
  const list = useResource('datasets', getDatasets);
  useThrottled(changedRuns.value, list.reload, 1_500);
  return (
    <>
      <PageHeader title="Datasets" />
      <ResourceView resource={list} what="datasets">
        {({ datasets }) => (
          <DataTable
            label="Datasets"
            columns={columns}
            rows={datasets}
            keyOf={({ name }) => name}
            empty={
              <EmptyState title="No dataset yet">
                <p>The first upload makes one: drop a file anywhere on this page.</p>
              </EmptyState>
            }
          />
        )}
      </ResourceView>
    </>
  );
};
