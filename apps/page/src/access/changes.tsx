import { useSignal } from '@preact/signals';
import { getChanges } from '../api/access.ts';
import { CursorPager } from '../components/cursor-pager.tsx';
import { ResourceView } from '../components/resource-view.tsx';
import { useInterval } from '../live/use-interval.ts';
import { useResource } from '../live/use-resource.ts';
import { ChangeTable } from './change-table.tsx';

/** The audit log, a page at a time. */
export const Changes = () => {
  const cursor = useSignal<string | undefined>(undefined);
  const page = useResource(`changes ${cursor.value}`, (signal) => getChanges(cursor.value, signal));
  useInterval(page.reload, 10_000);
  return (
    <ResourceView resource={page} what="changes">
      {({ entries, cursor: next }) => (
        <>
          <ChangeTable entries={entries} />
          <CursorPager cursor={cursor} next={next} words={{ first: 'Newest', next: 'Older' }} />
        </>
      )}
    </ResourceView>
  );
};
