import { useSignal } from '@preact/signals';
import type { RunReceipt, StageName } from '@wattline/api';
import { cancelRun, replayRun } from '../api/runs.ts';
import { ProblemNote } from '../components/problem-note.tsx';
import { useAction } from '../components/use-action.ts';
import { mayWrite } from '../session/about.ts';

interface Props {
  readonly receipt: RunReceipt;
  readonly onChange: () => void;
}

export const RunActions = ({ receipt: { run, replayableFrom, cancellable }, onChange }: Props) => {
  const [first] = replayableFrom;
  const from = useSignal<StageName | undefined>(undefined);
  const replay = useAction(async (stage: StageName) => {
    await replayRun(run, stage);
    onChange();
  });
  const cancel = useAction(async () => {
    await cancelRun(run);
    onChange();
  });
  if (!mayWrite()) return null;
  const failure = replay.failure.value ?? cancel.failure.value;
  const chosen = from.value !== undefined && replayableFrom.includes(from.value) ? from.value : first;
  return (
    <>
      {chosen !== undefined && (
        <form
          class="replay"
          onSubmit={(event) => {
            event.preventDefault();
            void replay.act(chosen);
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
          <button type="submit" disabled={replay.busy.value}>
            Replay
          </button>
        </form>
      )}
      {cancellable && (
        <button type="button" class="button-bad" disabled={cancel.busy.value} onClick={() => cancel.act()}>
          Cancel run
        </button>
      )}
      {failure !== undefined && <ProblemNote failure={failure} />}
    </>
  );
};
