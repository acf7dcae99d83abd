import { useRoute } from 'preact-iso';
import { getDataset } from '../api/datasets.ts';
import { PageHeader } from '../components/page-header.tsx';
import { ResourceView } from '../components/resource-view.tsx';
import { changedRuns } from '../live/connection.ts';
import { useResource } from '../live/use-resource.ts';
import { useThrottled } from '../live/use-throttled.ts';
import { RetentionPanel } from '../retention/retention-panel.tsx';
import { DatasetTabs } from './dataset-tabs.tsx';
import { VersionTable } from './version-table.tsx';

export const DatasetView = () => {
  const name = useRoute().params.dataset ?? '';
  const dataset = useResource(`dataset ${name}`, (signal) => getDataset(name, signal));
  useThrottled(changedRuns.value, dataset.reload, 1_500);
  return (
    <>
      <PageHeader title={name} above={<a href="/datasets">Datasets</a>}>
        <a class="button" href={`/runs?dataset=${encodeURIComponent(name)}`}>
          Its runs
        </a>
      </PageHeader>
      <DatasetTabs dataset={name} current="versions" />
      <ResourceView resource={dataset} what="versions">
        {({ versions }) => (
          <>
            <VersionTable dataset={name} versions={versions} />
            {versions.length > 0 && (
              <RetentionPanel dataset={name} versions={versions} onChange={dataset.reload} />
            )}
          </>
        )}
      </ResourceView>
    </>
  );
};
