import { useSignal } from '@preact/signals';
import type { FeatureSet } from '@wattline/api';
import type { Profile } from '@wattline/engine/profile';
import { Panel } from '../components/panel.tsx';
import { bySource, drawableColumns, type FeatureColumn } from './drawable-columns.ts';
import { LineageTable } from './lineage-table.tsx';
import { SeriesExplorer } from './series-explorer.tsx';

const WEEK_MS = 7 * 86_400_000;
/** Beside their source, more lines than this hide each other. */
const MOST_FEATURES = 4;

const firstShown = (group: readonly FeatureColumn[]): readonly string[] => {
  const values = group.filter(({ kind }) => kind === 'value');
  const lags = group.filter(({ kind }) => kind === 'lag');
  return [...values.slice(0, 1), ...lags.slice(0, 1)].map(({ name }) => name);
};

const FeaturesOf = ({
  set,
  profile,
  group,
}: {
  set: FeatureSet;
  profile: Profile;
  group: readonly FeatureColumn[];
}) => {
  const chosen = useSignal<readonly string[]>(firstShown(group));
  const toggle = (name: string): void => {
    const next = chosen.value.includes(name)
      ? chosen.value.filter((one) => one !== name)
      : [...chosen.value, name];
    if (next.length > 0 && next.length <= MOST_FEATURES) chosen.value = next;
  };
  return (
    <>
      <fieldset class="chips">
        <legend>Beside each other, up to {MOST_FEATURES}</legend>
        {group.map(({ name, from }) => (
          <label key={name} class="chip" title={from}>
            <input
              type="checkbox"
              checked={chosen.value.includes(name)}
              disabled={!chosen.value.includes(name) && chosen.value.length >= MOST_FEATURES}
              onChange={() => toggle(name)}
            />
            {name}
          </label>
        ))}
      </fieldset>
      <SeriesExplorer set={set} profile={profile} columns={chosen.value} firstSpanMs={WEEK_MS} />
    </>
  );
};

/** Features and their lags beside what they were made of, and where every column comes from. */
export const FeaturesTab = ({ set, profile }: { set: FeatureSet; profile: Profile }) => {
  const groups = bySource(drawableColumns(set));
  const sources = [...groups.keys()].filter((source) => source !== '');
  const source = useSignal(sources.at(-1) ?? '');
  const group = groups.get(source.value) ?? [];
  return (
    <>
      {sources.length > 0 && (
        <Panel
          title="Features beside their source"
          actions={
            <label class="filters-inline">
              <span>Source</span>
              <select
                value={source.value}
                onChange={({ currentTarget }) => {
                  source.value = currentTarget.value;
                }}
              >
                {sources.map((name) => (
                  <option key={name} value={name}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
          }
        >
          <FeaturesOf key={source.value} set={set} profile={profile} group={group} />
        </Panel>
      )}
      <Panel title="Where each column comes from">
        <LineageTable columns={[...set.columns, ...(set.encodings ?? [])]} />
      </Panel>
    </>
  );
};
