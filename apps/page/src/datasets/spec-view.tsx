import { useRoute } from 'preact-iso';
import { getSpec } from '../api/specs.ts';
import { useResource } from '../live/use-resource.ts';
import { PageHeader } from '../parts/page-header.tsx';
import { ResourceView } from '../parts/resource-view.tsx';
import { DatasetTabs } from './dataset-tabs.tsx';
import { SpecEditor } from './spec-editor.tsx';

export const SpecView = () => {
  const name = useRoute().params.dataset ?? '';
  const spec = useResource(`spec ${name}`, (signal) => getSpec(name, signal));
  return (
    <>
      <PageHeader title={`Spec of ${name}`} heading={name} above={<a href="/datasets">Datasets</a>} />
      <DatasetTabs dataset={name} current="spec" />
      <ResourceView resource={spec} what="the spec">
        {(value) => <SpecEditor key={name} dataset={name} loaded={value} />}
      </ResourceView>
    </>
  );
};
