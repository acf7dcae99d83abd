import { useSignal } from '@preact/signals';
import type { ReplaySpec, RunReceipt, StageName } from '@wattline/api';
import { cancelRun, replayRun } from '../api/runs.ts';
import { ProblemNote } from '../components/problem-note.tsx';
import { useAction } from '../components/use-action.ts';
import { mayWrite } from '../session/about.ts';
import { ReadingDialog } from './reading-dialog.tsx';
import { ReplayForm } from './replay-form.tsx';

interface Props {
  readonly receipt: RunReceipt;
  readonly onChange: () => void;
}

export const RunActions = ({ receipt, onChange }: Props) => {
  const { run, cancellable } = receipt;
  const replay = useAction(async (stage: StageName, spec: ReplaySpec) => {
    await replayRun(run, stage, spec);
    onChange();
  });
  const cancel = useAction(async () => {
    await cancelRun(run);
    onChange();
  });
  const reading = useSignal(false);
  if (!mayWrite()) return null;
  const failure = replay.failure.value ?? cancel.failure.value;
  return (
    <>
      <ReplayForm receipt={receipt} busy={replay.busy.value} onReplay={replay.act} />
      {!cancellable && (
        <button
          type="button"
          onClick={() => {
            reading.value = true;
          }}
        >
          Change how it is read
        </button>
      )}
      {reading.value && (
        <ReadingDialog
          receipt={receipt}
          onReplay={onChange}
          onClose={() => {
            reading.value = false;
          }}
        />
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
