import { type Signal, useSignal } from '@preact/signals';
import { useLocation } from 'preact-iso';
import { deleteReadings, previewDeletion } from '../api/history.ts';
import { Modal } from '../components/modal.tsx';
import { ProblemNote } from '../components/problem-note.tsx';
import { useAction } from '../components/use-action.ts';
import { countOf } from '../text/numbers.ts';

const Field = ({ id, label, value }: { id: string; label: string; value: Signal<string> }) => (
  <>
    <label for={id}>{label}</label>
    <input
      id={id}
      autocomplete="off"
      value={value.value}
      onInput={({ currentTarget }) => {
        value.value = currentTarget.value;
      }}
    />
  </>
);

const filled = (text: Signal<string>): string | undefined => text.value.trim() || undefined;

interface Props {
  readonly dataset: string;
  readonly onClose: () => void;
}

/** First how many readings it would take out, then the deletion itself. */
const DeletionDialog = ({ dataset, onClose }: Props) => {
  const { route } = useLocation();
  const [entity, from, to] = [useSignal(''), useSignal(''), useSignal('')];
  /** What was counted, and for which words. */
  const counted = useSignal<{ readonly of: string; readonly rows: number } | undefined>(undefined);
  const wish = { entity: filled(entity), from: filled(from), to: filled(to) };
  const words = JSON.stringify(wish);
  const isCounted = counted.value?.of === words;
  const count = useAction(async () => {
    counted.value = { of: words, rows: (await previewDeletion(dataset, wish)).rows };
  });
  const remove = useAction(async () => {
    const { run } = await deleteReadings(dataset, wish);
    route(`/runs/${run}`);
  });
  const failure = count.failure.value ?? remove.failure.value;
  return (
    <Modal title={`Delete readings of ${dataset}`} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void (isCounted ? remove : count).act();
        }}
      >
        <Field id="deletion-entity" label="Entity (all, where this is empty)" value={entity} />
        <Field id="deletion-from" label="From, as 2024-03-31 or 2024-03-31T14:00" value={from} />
        <Field id="deletion-to" label="To: the first time that stays" value={to} />
        <p>Times are those of the dataset’s clocks. Older versions keep what they have.</p>
        {isCounted && <p role="status">{countOf(counted.value?.rows ?? 0, 'reading')} would be deleted.</p>}
        {failure !== undefined && <ProblemNote failure={failure} />}
        <div class="form-actions">
          {isCounted ? (
            <button type="submit" class="button-bad" disabled={remove.busy.value}>
              Delete
            </button>
          ) : (
            <button type="submit" disabled={words === '{}' || count.busy.value}>
              Count
            </button>
          )}
          <button type="button" class="button-plain" onClick={onClose}>
            Keep them
          </button>
        </div>
      </form>
    </Modal>
  );
};

export const DeleteReadings = ({ dataset }: { dataset: string }) => {
  const isOpen = useSignal(false);
  const show = (open: boolean) => () => {
    isOpen.value = open;
  };
  return (
    <>
      <button type="button" onClick={show(true)}>
        Delete readings…
      </button>
      {isOpen.value && <DeletionDialog dataset={dataset} onClose={show(false)} />}
    </>
  );
};
