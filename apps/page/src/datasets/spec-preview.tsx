import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { FilePreview } from './file-preview.tsx';

interface Props {
  readonly dataset: string;
  readonly spec: string;
  readonly onSpec: (text: string) => void;
}

/** What this spec makes of a file of yours, before anything is stored. */
export const SpecPreview = ({ dataset, spec, onSpec }: Props) => {
  const id = useId();
  const file = useSignal<File | undefined>(undefined);
  const seen = useSignal(spec);
  return (
    <section class="spec-preview" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>Try it on a file</h2>
      <p class="hint">Its first part is read with the spec as it is here. Nothing is stored.</p>
      <label for={id} class="button">
        {file.value === undefined ? 'Choose a file' : file.value.name}
      </label>
      <input
        id={id}
        class="visually-hidden"
        type="file"
        onChange={({ currentTarget }) => {
          file.value = currentTarget.files?.[0];
          seen.value = spec;
        }}
      />
      {file.value !== undefined && seen.value !== spec && (
        <button
          type="button"
          onClick={() => {
            seen.value = spec;
          }}
        >
          Try again with the changed spec
        </button>
      )}
      {file.value !== undefined && (
        <FilePreview dataset={dataset} file={file.value} spec={seen.value} onSpec={onSpec} />
      )}
    </section>
  );
};
