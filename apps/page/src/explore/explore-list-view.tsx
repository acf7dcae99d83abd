import { getDatasets } from '../api/datasets.ts';
import { EmptyState } from '../components/empty-state.tsx';
import { PageHeader } from '../components/page-header.tsx';
import { ResourceView } from '../components/resource-view.tsx';
import { useResource } from '../live/use-resource.ts';
import { countText } from '../text/numbers.ts';

/** Which dataset to look into. */
export const ExploreListView = () => {
  const list = useResource('datasets', getDatasets);
  return (
    <>
      <PageHeader title="Explore" />
      <ResourceView resource={list} what="datasets">
        {({ datasets }) => {
          const sealed = datasets.filter(({ latest }) => latest !== undefined);
          if (sealed.length === 0) {
            return (
              <EmptyState title="Nothing to explore yet">
                <p>Upload a file: once its run is sealed, its series, seasonality and gaps are here.</p>
              </EmptyState>
            );
          }
          return (
            <ul class="explore-list">
              {sealed.map(({ name, latest }) => (
                <li key={name}>
                  <a href={`/explore/${encodeURIComponent(name)}/latest`}>
                    <strong>{name}</strong>
                    {latest !== undefined && (
                      <span>
                        {countText(latest.rows)} rows × {countText(latest.columns)} columns
                      </span>
                    )}
                  </a>
                </li>
              ))}
            </ul>
          );
        }}
      </ResourceView>
    </>
  );
};
