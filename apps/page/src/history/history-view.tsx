import { useSignal } from '@preact/signals';
import { useRoute } from 'preact-iso';
import { getHistory } from '../api/history.ts';
import { CursorPager } from '../components/cursor-pager.tsx';
import { PageHeader } from '../components/page-header.tsx';
import { ResourceView } from '../components/resource-view.tsx';
import { DatasetTabs } from '../datasets/dataset-tabs.tsx';
import { changedRuns } from '../live/connection.ts';
import { useResource } from '../live/use-resource.ts';
import { useThrottled } from '../live/use-throttled.ts';
import { mayWrite } from '../session/about.ts';
import { DeleteReadings } from './delete-readings.tsx';
import { EraseEntity } from './erase-entity.tsx';
import { HistoryTable } from './history-table.tsx';

/** What happened to a dataset, a page at a time. */
export const HistoryView = () => {
  const name = useRoute().params.dataset ?? '';
  const cursor = useSignal<string | undefined>(undefined);
  const page = useResource(`history ${name} ${cursor.value}`, (signal) =>
    getHistory(name, cursor.value, signal),
  );
  useThrottled(changedRuns.value, page.reload, 1_500);
  return (
    <>
      <PageHeader title={`History of ${name}`} heading={name} above={<a href="/datasets">Datasets</a>}>
        {mayWrite() && <DeleteReadings dataset={name} />}
        {mayWrite() && <EraseEntity dataset={name} />}
      </PageHeader>
      <DatasetTabs dataset={name} current="history" />
      <ResourceView resource={page} what="history">
        {({ entries, cursor: next }) => (
          <>
            <HistoryTable dataset={name} entries={entries} onChange={page.reload} />
            <CursorPager cursor={cursor} next={next} words={{ first: 'Newest', next: 'Older' }} />
          </>
        )}
      </ResourceView>
    </>
  );
};
