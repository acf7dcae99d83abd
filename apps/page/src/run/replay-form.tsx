import { useSignal } from '@preact/signals';
import type { ReplaySpec, RunReceipt, StageName } from '@wattline/api';
import { useId } from 'preact/hooks';

interface Props {
  readonly receipt: Pick<RunReceipt, 'dataset' | 'replayableFrom' | 'replaySpec'>;
  readonly busy: boolean;
  readonly onReplay: (from: StageName, spec: ReplaySpec) => void;
}

/** What a replay from the first stage works by, in words. */
const currentText = ({ source, changed }: RunReceipt['replaySpec']): string => {
  if (source === 'inferred') return changed ? 'what the file shows' : 'what the file shows, as before';
  return changed ? 'the dataset’s spec, changed since' : 'the dataset’s spec, as before';
};

/** Runs a run again: from a stage on, by a spec that is named before anything starts. */
export const ReplayForm = ({ receipt, busy, onReplay }: Props) => {
  const { dataset, replayableFrom, replaySpec } = receipt;
  const id = useId();
  const [first] = replayableFrom;
  const from = useSignal<StageName | undefined>(undefined);
  const spec = useSignal<ReplaySpec>('current');
  const chosen = from.value !== undefined && replayableFrom.includes(from.value) ? from.value : first;
  if (chosen === undefined) return null;
  const readsFile = chosen === first;
  return (
    <form
      class="replay"
      onSubmit={(event) => {
        event.preventDefault();
        onReplay(chosen, readsFile ? spec.value : 'recorded');
      }}
    >
      <label>
        <span>Replay from</span>
        <select
          value={chosen}
          onChange={({ currentTarget }) => {
            from.value = replayableFrom.find((stage) => stage === currentTarget.value);
          }}
        >
          {replayableFrom.map((stage) => (
            <option key={stage} value={stage}>
              {stage}
            </option>
          ))}
        </select>
      </label>
      {readsFile && replaySpec.changed ? (
        <label>
          <span>by</span>
          <select
            value={spec.value}
            onChange={({ currentTarget }) => {
              spec.value = currentTarget.value === 'recorded' ? 'recorded' : 'current';
            }}
          >
            <option value="current">{currentText(replaySpec)}</option>
            <option value="recorded">the spec of this run</option>
          </select>
        </label>
      ) : (
        <p id={id} class="hint replay-spec">
          by{' '}
          {!readsFile ? (
            'the spec of this run'
          ) : replaySpec.source === 'file' ? (
            <a href={`/datasets/${encodeURIComponent(dataset)}/spec`}>{currentText(replaySpec)}</a>
          ) : (
            currentText(replaySpec)
          )}
        </p>
      )}
      <button type="submit" disabled={busy} aria-describedby={id}>
        Replay
      </button>
    </form>
  );
};
