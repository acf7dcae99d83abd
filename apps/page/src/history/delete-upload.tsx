import { useSignal } from '@preact/signals';
import { useLocation } from 'preact-iso';
import { deleteReadings } from '../api/history.ts';
import { Modal } from '../components/modal.tsx';
import { ProblemNote } from '../components/problem-note.tsx';
import { useAction } from '../components/use-action.ts';

interface Props {
  readonly dataset: string;
  readonly run: string;
  /** What the upload, or the deletion, is called. */
  readonly name: string;
  readonly isDeletion: boolean;
}

/** Deletes what an upload brought, or takes a deletion back, once that is confirmed. */
export const DeleteUpload = ({ dataset, run, name, isDeletion }: Props) => {
  const { route } = useLocation();
  const isAsking = useSignal(false);
  const show = (open: boolean) => () => {
    isAsking.value = open;
  };
  const remove = useAction(async () => {
    const asked = await deleteReadings(dataset, { upload: run });
    route(`/runs/${asked.run}`);
  });
  const verb = isDeletion ? 'Take back' : 'Delete';
  return (
    <>
      <button type="button" class="button-plain" aria-label={`${verb} ${name}…`} onClick={show(true)}>
        {verb}…
      </button>
      {isAsking.value && (
        <Modal title={`${verb} ${name}`} onClose={show(false)}>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              void remove.act();
            }}
          >
            <p>
              {isDeletion
                ? `What it deleted is part of ${dataset} again.`
                : `What it alone has is gone from ${dataset}, and what it corrected is as it was.`}{' '}
              This makes a version; those of before stay.
            </p>
            {remove.failure.value !== undefined && <ProblemNote failure={remove.failure.value} />}
            <div class="form-actions">
              <button type="submit" class="button-bad" disabled={remove.busy.value}>
                {verb}
              </button>
              <button type="button" class="button-plain" onClick={show(false)}>
                Leave it
              </button>
            </div>
          </form>
        </Modal>
      )}
    </>
  );
};
