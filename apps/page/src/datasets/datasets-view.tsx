import type { DatasetSummary } from '@wattline/api';
import { getDatasets } from '../api/datasets.ts';
import { EmptyState } from '../components/empty-state.tsx';
import { InstantText } from '../components/instant.tsx';
import { PageHeader } from '../components/page-header.tsx';
import { ResourceView } from '../components/resource-view.tsx';
import { ScrollTable } from '../components/scroll-table.tsx';
import { StatusMark } from '../components/status-mark.tsx';
import { changedRuns } from '../live/connection.ts';
import { useResource } from '../live/use-resource.ts';
import { useThrottled } from '../live/use-throttled.ts';
import { bytesText, countText } from '../text/numbers.ts';

const DatasetRow = ({ dataset: { name, runs, lastRun, latest, hasSpec } }: { dataset: DatasetSummary }) => (
  <tr>
    <th scope="row">
      <a href={`/datasets/${encodeURIComponent(name)}`}>{name}</a>
    </th>
    <td class="number">{countText(runs)}</td>
    <td>
      {lastRun !== undefined && (
        <a class="quiet-link" href={`/runs/${lastRun.run}`}>
          <StatusMark status={lastRun.status} /> <InstantText at={lastRun.uploadedAt} />
        </a>
      )}
    </td>
    <td>
      {latest === undefined ? (
        'none sealed'
      ) : (
        <a href={`/explore/${encodeURIComponent(name)}/latest`}>
          <code>{latest.version.slice(0, 8)}</code>
        </a>
      )}
    </td>
    <td class="number">{latest === undefined ? '–' : countText(latest.rows)}</td>
    <td class="number">{latest === undefined ? '–' : countText(latest.columns)}</td>
    <td class="number">{latest === undefined ? '–' : countText(latest.entities)}</td>
    <td class="number">{latest === undefined ? '–' : bytesText(latest.bytes)}</td>
    <td>
      <a class="quiet-link" href={`/datasets/${encodeURIComponent(name)}/spec`}>
        {hasSpec ? 'its own' : 'inferred'}
      </a>
    </td>
  </tr>
);

const heads: readonly (readonly [label: string, number: boolean])[] = [
  ['Dataset', false],
  ['Runs', true],
  ['Last run', false],
  ['Latest version', false],
  ['Rows', true],
  ['Columns', true],
  ['Entities', true],
  ['Size', true],
  ['Spec', false],
];

export const DatasetsView = () => {
  const list = useResource('datasets', getDatasets);
  useThrottled(changedRuns.value, list.reload, 1_500);
  return (
    <>
      <PageHeader title="Datasets" />
      <ResourceView resource={list} what="datasets">
        {({ datasets }) =>
          datasets.length === 0 ? (
            <EmptyState title="No dataset yet">
              <p>The first upload makes one: drop a file anywhere on this page.</p>
            </EmptyState>
          ) : (
            <ScrollTable label="Datasets">
              <thead>
                <tr>
                  {heads.map(([label, number]) => (
                    <th key={label} scope="col" class={number ? 'number' : undefined}>
                      {label}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {datasets.map((dataset) => (
                  <DatasetRow key={dataset.name} dataset={dataset} />
                ))}
              </tbody>
            </ScrollTable>
          )
        }
      </ResourceView>
    </>
  );
};
