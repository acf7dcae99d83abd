import { useSignal } from '@preact/signals';
import { useRoute } from 'preact-iso';
import { getDataset } from '../api/datasets.ts';
import { CursorPager } from '../components/cursor-pager.tsx';
import { PageHeader } from '../components/page-header.tsx';
import { ResourceView } from '../components/resource-view.tsx';
import { changedRuns } from '../live/connection.ts';
import { useResource } from '../live/use-resource.ts';
import { useThrottled } from '../live/use-throttled.ts';
import { RetentionPanel } from '../retention/retention-panel.tsx';
import { countOf } from '../text/numbers.ts';
import { DatasetTabs } from './dataset-tabs.tsx';
import { VersionTable } from './version-table.tsx';

export const DatasetView = () => {
  const name = useRoute().params.dataset ?? '';
  const cursor = useSignal<string | undefined>(undefined);
  const dataset = useResource(`dataset ${name} ${cursor.value}`, (signal) =>
    getDataset(name, signal, cursor.value),
  );
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
        {({ versions, total, cursor: next }) => (
          <>
            <VersionTable dataset={name} versions={versions} />
            <CursorPager cursor={cursor} next={next} words={{ first: 'Newest', next: 'Older' }} />
            {total > versions.length && <p class="hint">{countOf(total, 'version')} in all.</p>}
            {versions.length > 0 && (
              <RetentionPanel dataset={name} versions={versions} onChange={dataset.reload} />
            )}
          </>
        )}
      </ResourceView>
    </>
  );
};
