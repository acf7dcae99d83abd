import { useLocation, useRoute } from 'preact-iso';
import { getDataset, getDifference } from '../api/datasets.ts';
import { EmptyState } from '../components/empty-state.tsx';
import { PageHeader } from '../components/page-header.tsx';
import { ResourceView } from '../components/resource-view.tsx';
import { useResource } from '../live/use-resource.ts';
import { DatasetTabs } from './dataset-tabs.tsx';
import { Difference } from './difference.tsx';
import { differenceUrl } from './difference-url.ts';
import { VersionPicker } from './version-picker.tsx';

const LoadedDifference = ({ dataset, from, to }: { dataset: string; from: string; to: string }) => {
  const difference = useResource(`difference ${dataset} ${from} ${to}`, (signal) =>
    getDifference(dataset, from, to, signal),
  );
  return (
    <ResourceView resource={difference} what="what differs">
      {(value) => <Difference dataset={dataset} difference={value} />}
    </ResourceView>
  );
};

export const DifferenceView = () => {
  const name = useRoute().params.dataset ?? '';
  const { query, route } = useLocation();
  const dataset = useResource(`dataset ${name}`, (signal) => getDataset(name, signal));
  return (
    <>
      <PageHeader
        title={`Compare versions of ${name}`}
        heading={name}
        above={<a href="/datasets">Datasets</a>}
      />
      <DatasetTabs dataset={name} current="differences" />
      <ResourceView resource={dataset} what="versions">
        {({ versions }) => {
          const newest = versions.find(({ latest }) => latest) ?? versions[0];
          const to = query.to ?? newest?.version;
          const from = query.from ?? versions.find(({ version }) => version !== to)?.version;
          if (to === undefined || from === undefined) {
            return (
              <EmptyState title="One version is not enough to compare">
                <p>Upload another file to this dataset, or change its spec and replay a run.</p>
              </EmptyState>
            );
          }
          return (
            <>
              <div class="filters">
                <VersionPicker
                  label="From"
                  versions={versions}
                  value={from}
                  onChange={(version) => route(differenceUrl(name, version, to), true)}
                />
                <VersionPicker
                  label="To"
                  versions={versions}
                  value={to}
                  onChange={(version) => route(differenceUrl(name, from, version), true)}
                />
              </div>
              <LoadedDifference dataset={name} from={from} to={to} />
            </>
          );
        }}
      </ResourceView>
    </>
  );
};
