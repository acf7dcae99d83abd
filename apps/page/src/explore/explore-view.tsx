import { useLocation, useRoute } from 'preact-iso';
import { getDataset } from '../api/datasets.ts';
import { getFeatureSet, getProfile } from '../api/feature-sets.ts';
import { PageHeader } from '../components/page-header.tsx';
import { ResourceView } from '../components/resource-view.tsx';
import { VersionPicker } from '../datasets/version-picker.tsx';
import { useResource } from '../live/use-resource.ts';
import { ExploreTabs } from './explore-tabs.tsx';
import { ReportLink } from './report-link.tsx';
import { SetFacts } from './set-facts.tsx';
import { TabBody } from './tab-body.tsx';
import { exploreUrl, tabOf } from './tab-names.ts';

/** One sealed version from every side. */
export const ExploreView = () => {
  const { params } = useRoute();
  const { route } = useLocation();
  const dataset = params.dataset ?? '';
  const version = params.version ?? 'latest';
  const tab = tabOf(params.tab);
  const detail = useResource(`dataset ${dataset}`, (signal) => getDataset(dataset, signal));
  const set = useResource(`set ${dataset} ${version}`, (signal) => getFeatureSet(dataset, version, signal));
  const profile = useResource(`profile ${dataset} ${version}`, (signal) =>
    getProfile(dataset, version, signal),
  );
  const versions = detail.value?.versions ?? [];
  return (
    <>
      <PageHeader title={`Explore ${dataset}`} heading={dataset} above={<a href="/explore">Explore</a>}>
        {versions.length > 0 && set.value !== undefined && (
          <VersionPicker
            label="Version"
            versions={versions}
            value={set.value.version}
            onChange={(chosen) => route(exploreUrl(dataset, chosen, tab))}
          />
        )}
        {set.value?.reportHref !== undefined && <ReportLink dataset={dataset} href={set.value.reportHref} />}
      </PageHeader>
      <ResourceView resource={set} what="the feature set">
        {(featureSet) => (
          <>
            <SetFacts set={featureSet} profile={profile.value} />
            <ExploreTabs dataset={dataset} version={version} current={tab} />
            <ResourceView resource={profile} what="the profile">
              {(found) => <TabBody tab={tab} set={featureSet} profile={found} />}
            </ResourceView>
          </>
        )}
      </ResourceView>
    </>
  );
};
