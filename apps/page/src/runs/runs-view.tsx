import { useLocation } from 'preact-iso';
import { getDatasets } from '../api/datasets.ts';
import { getRuns } from '../api/runs.ts';
import { EmptyState } from '../components/empty-state.tsx';
import { PageHeader } from '../components/page-header.tsx';
import { Pager } from '../components/pager.tsx';
import { ResourceView } from '../components/resource-view.tsx';
import { changedRuns } from '../live/connection.ts';
import { useResource } from '../live/use-resource.ts';
import { useThrottled } from '../live/use-throttled.ts';
import { NoRuns } from './no-runs.tsx';
import { RunFilters } from './run-filters.tsx';
import { readRunQuery, runFilter, runQueryUrl } from './run-query.ts';
import { RunTable } from './run-table.tsx';
import { withChanges } from './with-changes.ts';

const PAGE = 50;

export const RunsView = () => {
  const { url, route } = useLocation();
  const query = readRunQuery(url);
  const page = useResource(`runs ${url}`, (signal) => getRuns(runFilter(query, PAGE), signal));
  const datasets = useResource('datasets', getDatasets);
  const changes = changedRuns.value;
  useThrottled(changes, page.reload, 1_000);
  const filtered =
    query.dataset !== '' ||
    query.status.length > 0 ||
    query.q !== '' ||
    query.since !== '' ||
    query.until !== '';
  return (
    <>
      <PageHeader title="Runs" />
      <RunFilters
        query={query}
        counts={page.value?.counts ?? {}}
        datasets={datasets.value?.datasets.map(({ name }) => name) ?? []}
        onChange={(change) => route(runQueryUrl({ ...query, ...change, cursor: undefined, page: 1 }), true)}
      />
      <ResourceView resource={page} what="runs">
        {({ runs, cursor, total }) => (
          <>
            <RunTable
              label="Runs"
              runs={withChanges(runs, changes)}
              empty={
                filtered ? (
                  <EmptyState title="No run fits these filters">
                    <a href="/runs">Show all runs</a>
                  </EmptyState>
                ) : (
                  <NoRuns />
                )
              }
            />
            <Pager
              from={(query.page - 1) * PAGE + 1}
              shown={runs.length}
              total={total}
              firstHref={query.page > 1 ? runQueryUrl({ ...query, cursor: undefined, page: 1 }) : undefined}
              nextHref={
                cursor === undefined ? undefined : runQueryUrl({ ...query, cursor, page: query.page + 1 })
              }
            />
          </>
        )}
      </ResourceView>
    </>
  );
};
