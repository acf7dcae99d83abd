import { useSignal } from '@preact/signals';
import type { Retention } from '@wattline/api';
import { sweepDataset } from '../api/retention.ts';
import { Modal } from '../components/modal.tsx';
import { ProblemNote } from '../components/problem-note.tsx';
import { useAction } from '../components/use-action.ts';
import { bytesText } from '../text/numbers.ts';
import { isRemovable, removedWords } from './retention-words.ts';

interface Props {
  readonly dataset: string;
  readonly retention: Retention;
  readonly onChange: () => void;
}

/** Removes what nothing keeps, once that is confirmed. */
export const SweepButton = ({ dataset, retention, onChange }: Props) => {
  const isAsking = useSignal(false);
  const close = (): void => {
    isAsking.value = false;
  };
  const sweep = useAction(async () => {
    await sweepDataset(dataset);
    close();
    onChange();
  });
  const { versions, sweepable, busy } = retention;
  if (!sweepable || !isRemovable(retention)) return null;
  return (
    <p class="form-actions">
      <button
        type="button"
        class="button-bad"
        disabled={busy}
        onClick={() => {
          isAsking.value = true;
        }}
      >
        Sweep…
      </button>
      {isAsking.value && (
        <Modal title={`Sweep ${dataset}`} onClose={close}>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              void sweep.act();
            }}
          >
            <p>{removedWords(retention)} They cannot be restored. Uploads stay.</p>
            <ul>
              {versions.map(({ version, bytes }) => (
                <li key={version}>
                  <code>{version}</code> {bytesText(bytes)}
                </li>
              ))}
            </ul>
            {sweep.failure.value !== undefined && <ProblemNote failure={sweep.failure.value} />}
            <div class="form-actions">
              <button type="submit" class="button-bad" disabled={sweep.busy.value}>
                Remove
              </button>
              <button type="button" class="button-plain" onClick={close}>
                Keep them
              </button>
            </div>
          </form>
        </Modal>
      )}
    </p>
  );
};
