import { useSignal } from '@preact/signals';
import { restoreVersion } from '../api/history.ts';
import { Modal } from '../components/modal.tsx';
import { ProblemNote } from '../components/problem-note.tsx';
import { useAction } from '../components/use-action.ts';

interface Props {
  readonly dataset: string;
  readonly version: string;
  readonly onChange: () => void;
}

/** Makes an older version the latest, once that is confirmed. */
export const RestoreButton = ({ dataset, version, onChange }: Props) => {
  const isAsking = useSignal(false);
  const close = (): void => {
    isAsking.value = false;
  };
  const restore = useAction(async () => {
    await restoreVersion(dataset, version);
    close();
    onChange();
  });
  return (
    <>
      <button
        type="button"
        aria-label={`Restore ${version}…`}
        onClick={() => {
          isAsking.value = true;
        }}
      >
        Restore…
      </button>
      {isAsking.value && (
        <Modal title={`Restore version ${version}`} onClose={close}>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              void restore.act();
            }}
          >
            <p>
              It becomes the latest version of {dataset}, and later uploads join it. Versions that came after
              it stay, and can be restored in turn.
            </p>
            {restore.failure.value !== undefined && <ProblemNote failure={restore.failure.value} />}
            <div class="form-actions">
              <button type="submit" disabled={restore.busy.value}>
                Restore
              </button>
              <button type="button" class="button-plain" onClick={close}>
                Leave it
              </button>
            </div>
          </form>
        </Modal>
      )}
    </>
  );
};
