import { useRoute } from 'preact-iso';
import { getSpec } from '../api/specs.ts';
import { PageHeader } from '../components/page-header.tsx';
import { ResourceView } from '../components/resource-view.tsx';
import { useResource } from '../live/use-resource.ts';
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
