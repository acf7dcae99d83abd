import { useSignal } from '@preact/signals';
import type { ErasurePreview } from '@wattline/api';
import { useLocation } from 'preact-iso';
import { eraseEntity, previewErasure } from '../api/history.ts';
import { Modal } from '../components/modal.tsx';
import { ProblemNote } from '../components/problem-note.tsx';
import { useAction } from '../components/use-action.ts';
import { fileName } from '../text/names.ts';
import { bytesText, countOf } from '../text/numbers.ts';

const outcomes = {
  rewritten: 'is written again without it',
  gone: 'goes as a whole',
  refused: 'cannot be written without it',
} as const;

const WhatGoes = ({ preview }: { preview: ErasurePreview }) => (
  <div role="status">
    <p>{countOf(preview.rows, 'reading')} would be erased, and every trace of them:</p>
    <ul>
      {preview.versions.map(({ version, bytes, pinned, name }) => (
        <li key={version}>
          version <code>{version}</code> goes, {bytesText(bytes)}
          {pinned && `, though it is pinned${name === undefined ? '' : ` as ${name}`}`}
        </li>
      ))}
      {preview.uploads.map(({ run, key, outcome }) => (
        <li key={run}>
          <span title={key}>{fileName(key)}</span> {outcomes[outcome]}
        </li>
      ))}
    </ul>
    {preview.joinedBy.length > 0 && (
      <p>Versions of {preview.joinedBy.join(', ')} have its values joined, and keep them until they go.</p>
    )}
  </div>
);

interface Props {
  readonly dataset: string;
  readonly onClose: () => void;
}

/** First what would go; then the name once more, since nothing brings it back. */
const ErasureDialog = ({ dataset, onClose }: Props) => {
  const { route } = useLocation();
  const [entity, again, dropFiles] = [useSignal(''), useSignal(''), useSignal(false)];
  const preview = useSignal<ErasurePreview | undefined>(undefined);
  const wish = { entity: entity.value.trim(), dropFiles: dropFiles.value };
  const look = useAction(async () => {
    preview.value = undefined;
    preview.value = await previewErasure(dataset, wish);
  });
  const erase = useAction(async () => {
    const { run } = await eraseEntity(dataset, wish);
    route(`/runs/${run}`);
  });
  const isSeen = preview.value?.entity === wish.entity;
  const failure = look.failure.value ?? erase.failure.value;
  return (
    <Modal title={`Erase an entity of ${dataset}`} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void (isSeen ? erase : look).act();
        }}
      >
        <label for="erasure-entity">Entity, as it is written in the dataset</label>
        <input
          id="erasure-entity"
          autocomplete="off"
          value={entity.value}
          onInput={({ currentTarget }) => {
            entity.value = currentTarget.value;
          }}
        />
        <label class="checkbox">
          <input
            type="checkbox"
            checked={dropFiles.value}
            onChange={({ currentTarget }) => {
              dropFiles.value = currentTarget.checked;
              preview.value = undefined;
            }}
          />
          Let files go as a whole that cannot be written without it
        </label>
        {isSeen && preview.value !== undefined && (
          <>
            <WhatGoes preview={preview.value} />
            <label for="erasure-again">Nothing brings it back: type its name once more</label>
            <input
              id="erasure-again"
              autocomplete="off"
              value={again.value}
              onInput={({ currentTarget }) => {
                again.value = currentTarget.value;
              }}
            />
          </>
        )}
        {failure !== undefined && <ProblemNote failure={failure} />}
        <div class="form-actions">
          {isSeen ? (
            <button
              type="submit"
              class="button-bad"
              disabled={again.value.trim() !== wish.entity || erase.busy.value}
            >
              Erase for good
            </button>
          ) : (
            <button type="submit" disabled={wish.entity === '' || look.busy.value}>
              What would go
            </button>
          )}
          <button type="button" class="button-plain" onClick={onClose}>
            Keep it
          </button>
        </div>
      </form>
    </Modal>
  );
};

export const EraseEntity = ({ dataset }: { dataset: string }) => {
  const isOpen = useSignal(false);
  const show = (open: boolean) => () => {
    isOpen.value = open;
  };
  return (
    <>
      <button type="button" onClick={show(true)}>
        Erase an entity…
      </button>
      {isOpen.value && <ErasureDialog dataset={dataset} onClose={show(false)} />}
    </>
  );
};
