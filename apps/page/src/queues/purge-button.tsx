import { useSignal } from '@preact/signals';
import type { Queue } from '@wattline/api';
import { purge } from '../api/queues.ts';
import { Modal } from '../components/modal.tsx';
import { ProblemNote } from '../components/problem-note.tsx';
import { useAction } from '../components/use-action.ts';
import { mayWrite } from '../session/about.ts';
import { countOf } from '../text/numbers.ts';

type What = 'messages' | 'dead-letters';

interface Props {
  readonly queue: Queue;
  readonly onChange: () => void;
}

/** Throws messages away, once the queue's name was typed. */
export const PurgeButton = ({ queue: { name, visible, deadLetters }, onChange }: Props) => {
  const what = useSignal<What | undefined>(undefined);
  const typed = useSignal('');
  const close = (): void => {
    what.value = undefined;
    typed.value = '';
  };
  const throwAway = useAction(async (which: What) => {
    await purge(name, which, typed.value);
    close();
    onChange();
  });
  const ask = (which: What) => () => {
    what.value = which;
  };
  if (!mayWrite()) return null;
  return (
    <>
      <p class="form-actions">
        <button type="button" class="button-bad" disabled={visible === 0} onClick={ask('messages')}>
          Purge messages…
        </button>
        <button type="button" class="button-bad" disabled={deadLetters === 0} onClick={ask('dead-letters')}>
          Purge dead letters…
        </button>
      </p>
      {what.value !== undefined && (
        <Modal
          title={`Purge ${what.value === 'messages' ? 'messages' : 'dead letters'} of ${name}`}
          onClose={close}
        >
          <form
            onSubmit={(event) => {
              event.preventDefault();
              if (what.value !== undefined) void throwAway.act(what.value);
            }}
          >
            <p>
              {countOf(what.value === 'messages' ? visible : deadLetters, 'message')} will be gone. Their runs
              stay as they are in the ledger and go on only when replayed.
            </p>
            <label for="purge-name">Type the queue’s name, {name}, to go on</label>
            <input
              id="purge-name"
              autocomplete="off"
              value={typed.value}
              onInput={({ currentTarget }) => {
                typed.value = currentTarget.value;
              }}
            />
            {throwAway.failure.value !== undefined && <ProblemNote failure={throwAway.failure.value} />}
            <div class="form-actions">
              <button
                type="submit"
                class="button-bad"
                disabled={typed.value !== name || throwAway.busy.value}
              >
                Purge
              </button>
              <button type="button" class="button-plain" onClick={close}>
                Keep them
              </button>
            </div>
          </form>
        </Modal>
      )}
    </>
  );
};
