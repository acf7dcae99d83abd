import { useSignal } from '@preact/signals';
import type { VersionSummary } from '@wattline/api';
import { pinVersion } from '../api/retention.ts';
import { ProblemNote } from '../components/problem-note.tsx';
import { useAction } from '../components/use-action.ts';

interface Props {
  readonly dataset: string;
  readonly versions: readonly VersionSummary[];
  readonly onChange: () => void;
}

/** Keeps a version until it is unpinned. */
export const PinForm = ({ dataset, versions, onChange }: Props) => {
  const version = useSignal(versions[0]?.version ?? '');
  const name = useSignal('');
  const pin = useAction(async () => {
    await pinVersion(dataset, version.value, name.value.trim() || undefined);
    name.value = '';
    onChange();
  });
  if (versions.length === 0) return null;
  return (
    <form
      class="filters"
      onSubmit={(event) => {
        event.preventDefault();
        void pin.act();
      }}
    >
      <label>
        Version{' '}
        <select
          value={version.value}
          onChange={({ currentTarget }) => {
            version.value = currentTarget.value;
          }}
        >
          {versions.map((one) => (
            <option key={one.version} value={one.version}>
              {one.version}
            </option>
          ))}
        </select>
      </label>
      <label>
        Kept for{' '}
        <input
          autocomplete="off"
          maxLength={200}
          value={name.value}
          onInput={({ currentTarget }) => {
            name.value = currentTarget.value;
          }}
        />
      </label>
      <button type="submit" disabled={pin.busy.value}>
        Pin
      </button>
      {pin.failure.value !== undefined && <ProblemNote failure={pin.failure.value} />}
    </form>
  );
};
