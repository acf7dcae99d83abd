import { useSignal } from '@preact/signals';
import type { StoreName } from '@wattline/api';
import { getObjects } from '../api/stores.ts';
import { CursorPager } from '../components/cursor-pager.tsx';
import { ResourceView } from '../components/resource-view.tsx';
import { useResource } from '../live/use-resource.ts';
import { FolderPath } from './folder-path.tsx';
import { ObjectTable } from './object-table.tsx';

interface Props {
  readonly store: StoreName;
  readonly prefix: string;
}

/** One folder of a store, a page at a time. */
export const ObjectBrowser = ({ store, prefix }: Props) => {
  const cursor = useSignal<string | undefined>(undefined);
  const page = useResource(`objects ${store} ${prefix} ${cursor.value}`, (signal) =>
    getObjects(store, { prefix, cursor: cursor.value }, signal),
  );
  return (
    <>
      <FolderPath store={store} prefix={prefix} />
      <ResourceView resource={page} what="objects">
        {({ folders, objects, cursor: next }) => (
          <>
            <ObjectTable store={store} prefix={prefix} folders={folders} objects={objects} />
            <CursorPager cursor={cursor} next={next} />
          </>
        )}
      </ResourceView>
    </>
  );
};
