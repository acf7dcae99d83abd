import { useSignal } from '@preact/signals';
import { request } from '../api/client.ts';
import { knownSetsHref } from '../api/feature-sets.ts';
import { whenFree } from '../api/when-free.ts';
import { Panel } from '../components/panel.tsx';
import { ProblemNote } from '../components/problem-note.tsx';
import { saveFile } from '../components/save-file.ts';
import { useAction } from '../components/use-action.ts';

interface Props {
  readonly dataset: string;
  readonly version: string;
}

/** Training sets for an honest back-test: made when they are asked for, so the page waits for them. */
export const KnownSets = ({ dataset, version }: Props) => {
  const after = useSignal('1d');
  const make = useAction(async () => {
    const asked = after.value.trim();
    const response = await whenFree(() => request(knownSetsHref(dataset, version, asked)));
    saveFile(await response.blob(), `${dataset}-${version}-known-${asked}.zip`);
  });
  return (
    <Panel title="Training sets as known at the time">
      <p class="hint">
        Each row is that of the version that the dataset had so long after the row’s interval ended: no later
        correction and no late file is in its features. Versions of that time have to be there still.
      </p>
      <form
        class="filters"
        onSubmit={(event) => {
          event.preventDefault();
          void make.act();
        }}
      >
        <label>
          Known after{' '}
          <input
            autocomplete="off"
            maxLength={20}
            size={6}
            value={after.value}
            onInput={({ currentTarget }) => {
              after.value = currentTarget.value;
            }}
          />
        </label>
        <button type="submit" disabled={make.busy.value}>
          {make.busy.value ? 'Making them…' : 'Download'}
        </button>
      </form>
      {make.failure.value !== undefined && <ProblemNote failure={make.failure.value} />}
    </Panel>
  );
};
