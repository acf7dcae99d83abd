import type { VersionSummary } from '@wattline/api';
import { getRetention } from '../api/retention.ts';
import { Panel } from '../components/panel.tsx';
import { ResourceView } from '../components/resource-view.tsx';
import { useResource } from '../live/use-resource.ts';
import { mayWrite } from '../session/about.ts';
import { PinForm } from './pin-form.tsx';
import { PinList } from './pin-list.tsx';
import { keepWords, removedWords } from './retention-words.ts';
import { SweepButton } from './sweep-button.tsx';

interface Props {
  readonly dataset: string;
  readonly versions: readonly VersionSummary[];
  readonly onChange: () => void;
}

/** Which versions of a dataset stay, and what a sweep would remove. */
export const RetentionPanel = ({ dataset, versions, onChange }: Props) => {
  const newest = versions[0]?.version ?? '';
  const retention = useResource(`retention ${dataset} ${versions.length} ${newest}`, (signal) =>
    getRetention(dataset, signal),
  );
  const changed = (): void => {
    retention.reload();
    onChange();
  };
  return (
    <Panel title="What stays">
      <ResourceView resource={retention} what="what stays">
        {(value) => (
          <>
            <p>
              {keepWords(value)} {removedWords(value)}
            </p>
            <PinList dataset={dataset} pinned={value.pinned} onChange={retention.reload} />
            {mayWrite() && (
              <>
                <PinForm dataset={dataset} versions={versions} onChange={retention.reload} />
                <SweepButton dataset={dataset} retention={value} onChange={changed} />
              </>
            )}
          </>
        )}
      </ResourceView>
    </Panel>
  );
};
