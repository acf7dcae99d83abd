import { useLocation, useRoute } from 'preact-iso';
import { getDataset } from '../api/datasets.ts';
import { getFeatureSet, getProfile } from '../api/feature-sets.ts';
import { VersionPicker } from '../datasets/version-picker.tsx';
import { useResource } from '../live/use-resource.ts';
import { PageHeader } from '../parts/page-header.tsx';
import { ResourceView } from '../parts/resource-view.tsx';
import { FaceBody } from './face-body.tsx';
import { FaceTabs } from './face-tabs.tsx';
import { exploreUrl, faceOf } from './faces.ts';
import { ReportLink } from './report-link.tsx';
import { SetFacts } from './set-facts.tsx';

/** One sealed version from every side. */
export const ExploreView = () => {
  const { params } = useRoute();
  const { route } = useLocation();
  const dataset = params.dataset ?? '';
  const version = params.version ?? 'latest';
  const face = faceOf(params.face);
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
            onChange={(chosen) => route(exploreUrl(dataset, chosen, face))}
          />
        )}
        {set.value?.reportHref !== undefined && <ReportLink dataset={dataset} href={set.value.reportHref} />}
      </PageHeader>
      <ResourceView resource={set} what="the feature set">
        {(featureSet) => (
          <>
            <SetFacts set={featureSet} profile={profile.value} />
            <FaceTabs dataset={dataset} version={version} current={face} />
            <ResourceView resource={profile} what="the profile">
              {(found) => <FaceBody face={face} set={featureSet} profile={found} />}
            </ResourceView>
          </>
        )}
      </ResourceView>
    </>
  );
};
