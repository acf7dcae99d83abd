import { useLocation, useRoute } from 'preact-iso';
import { getStores } from '../api/stores.ts';
import { EmptyState } from '../components/empty-state.tsx';
import { PageHeader } from '../components/page-header.tsx';
import { ResourceView } from '../components/resource-view.tsx';
import { useResource } from '../live/use-resource.ts';
import { ObjectBrowser } from './object-browser.tsx';
import { StoreTable } from './store-table.tsx';

export const StoresView = () => {
  const wanted = useRoute().params.store;
  const { query } = useLocation();
  const list = useResource('stores', getStores);
  return (
    <>
      <PageHeader
        title={wanted === undefined ? 'Stores' : `Store ${wanted}`}
        above={wanted === undefined ? undefined : <a href="/stores">Stores</a>}
      />
      <ResourceView resource={list} what="stores">
        {({ stores }) => {
          if (wanted === undefined) return <StoreTable stores={stores} />;
          const chosen = stores.find(({ name }) => name === wanted);
          return chosen === undefined ? (
            <EmptyState title="There is no such store">
              <a href="/stores">Show all stores</a>
            </EmptyState>
          ) : (
            <ObjectBrowser
              key={`${chosen.name} ${query.prefix}`}
              store={chosen.name}
              prefix={query.prefix ?? ''}
            />
          );
        }}
      </ResourceView>
    </>
  );
};
