import { useSignal } from '@preact/signals';
import { getChanges } from '../api/access.ts';
import { EmptyState } from '../components/empty-state.tsx';
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
      {({ entries, cursor: next }) =>
        entries.length === 0 ? (
          <EmptyState title="Nothing was changed yet">
            <p>Uploads, replays, specs, purges and tokens made through this service appear here.</p>
          </EmptyState>
        ) : (
          <>
            <ChangeTable entries={entries} />
            {(next !== undefined || cursor.value !== undefined) && (
              <p class="form-actions">
                <button
                  type="button"
                  disabled={cursor.value === undefined}
                  onClick={() => {
                    cursor.value = undefined;
                  }}
                >
                  Newest
                </button>
                <button
                  type="button"
                  disabled={next === undefined}
                  onClick={() => {
                    cursor.value = next;
                  }}
                >
                  Older
                </button>
              </p>
            )}
          </>
        )
      }
    </ResourceView>
  );
};
