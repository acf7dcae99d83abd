import { firstStage, type RunReceipt } from '@wattline/api';
import { previewRun, replayRun } from '../api/runs.ts';
import { Modal } from '../components/modal.tsx';
import { ProblemNote } from '../components/problem-note.tsx';
import { useAction } from '../components/use-action.ts';
import { PreviewPanel } from '../preview/preview-panel.tsx';
import { isTouched } from '../preview/spec-draft.ts';
import { useDraft } from '../preview/use-draft.ts';

interface Props {
  readonly receipt: RunReceipt;
  readonly onClose: () => void;
  readonly onReplay: () => void;
}

const words = {
  own: 'Replay by the dataset’s spec',
  before: 'Replay',
  found: 'Replay',
  saved: 'Save the spec and replay',
} as const;

/** How the file of a run is read, to be changed: then the run goes again. */
export const ReadingDialog = ({ receipt: { run, dataset, key }, onClose, onReplay }: Props) => {
  const { draft, state, starting, readiness, edit, write, save } = useDraft(dataset, run, (by, signal) =>
    previewRun(run, by, signal),
  );
  const replay = useAction(async () => {
    await save();
    await replayRun(run, firstStage, 'current');
    onReplay();
    onClose();
  });
  const busy = replay.busy.value;
  return (
    <Modal title={`How ${key.split('/').at(-1) ?? key} is read`} onClose={onClose} wide>
      <form
        class="upload-form"
        onSubmit={(event) => {
          event.preventDefault();
          void replay.act();
        }}
      >
        <PreviewPanel state={state} disabled={busy} onEdit={edit} onText={write} />
        {replay.failure.value !== undefined && <ProblemNote failure={replay.failure.value} />}
        <div class="start-actions">
          <div class="form-actions">
            <button type="submit" class="button-main" disabled={busy || readiness !== 'ready'}>
              {words[starting]}
            </button>
            <button type="button" class="button-plain" onClick={onClose}>
              Cancel
            </button>
          </div>
          <p class="hint" role="status">
            {readiness === 'reading'
              ? 'Reading…'
              : isTouched(draft.value) || starting === 'saved'
                ? `This becomes the spec of ${dataset}, for later uploads too. What is sealed stays.`
                : 'Answer or change something: what is sealed stays, a replay by another spec is a new version.'}
          </p>
        </div>
      </form>
    </Modal>
  );
};
