import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { previewFile } from '../api/preview-file.ts';
import { uploadFile } from '../api/upload-file.ts';
import { ProblemNote } from '../components/problem-note.tsx';
import { useAction } from '../components/use-action.ts';
import { useDebounced } from '../components/use-debounced.ts';
import { PreviewPanel } from '../preview/preview-panel.tsx';
import { isTouched, untouched } from '../preview/spec-draft.ts';
import { useDraft } from '../preview/use-draft.ts';
import { about } from '../session/about.ts';
import { DatasetField, isDatasetName } from './dataset-field.tsx';
import { StartActions } from './start-actions.tsx';
import { UploadFiles } from './upload-files.tsx';
import { UploadProgress } from './upload-progress.tsx';
import { datasetNameOf } from './upload-state.ts';

interface Props {
  readonly files: readonly File[];
  /** The one that is previewed. */
  readonly first: File;
  readonly onDone: () => void;
}

const fileKey = ({ name, size, lastModified }: File): string => `${name} ${size} ${lastModified}`;

/** Shows how the files would be read, to be changed; then sends them, one after the other. */
export const UploadForm = ({ files, first, onDone }: Props) => {
  const { route } = useLocation();
  const dataset = useSignal(datasetNameOf(first.name));
  /** The dataset whose spec is asked for: not each that is typed on the way. */
  const settled = useSignal(dataset.value);
  const settleDataset = useDebounced((name: string) => {
    if (isDatasetName(name)) settled.value = name;
  }, 400);
  const { draft, state, starting, readiness, edit, write, save } = useDraft(
    settled.value,
    fileKey(first),
    (by, signal) => previewFile(first, { ...by, dataset: settled.value }, signal),
  );
  const sending = useSignal<{ readonly index: number; readonly sent: number } | undefined>(undefined);
  const stop = useRef(new AbortController());
  useEffect(() => () => stop.current.abort(), []);

  const upload = useAction(async () => {
    await save();
    let address = '/runs';
    for (const [index, file] of files.entries()) {
      sending.value = { index, sent: 0 };
      const onProgress = (sent: number): void => {
        sending.value = { index, sent };
      };
      const { run } = await uploadFile({ dataset: dataset.value, file }, onProgress, stop.current.signal);
      if (files.length === 1) address = `/runs/${run}`;
    }
    onDone();
    route(address);
  });
  const maxBytes = about.value?.maxUploadBytes ?? Number.POSITIVE_INFINITY;
  const busy = upload.busy.value;
  const sameDataset = settled.value === dataset.value;
  const now = sending.value;
  return (
    <form
      class="upload-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (sameDataset) void upload.act();
      }}
    >
      <UploadFiles files={files} maxBytes={maxBytes} />
      <DatasetField
        value={dataset.value}
        disabled={busy}
        onInput={(value) => {
          dataset.value = value;
          settleDataset(value);
        }}
      />
      <PreviewPanel state={state} disabled={busy} onEdit={edit} onText={write} />
      {now !== undefined && busy && <UploadProgress files={files} index={now.index} sent={now.sent} />}
      {upload.failure.value !== undefined && <ProblemNote failure={upload.failure.value} />}
      <StartActions
        busy={busy}
        blocked={!sameDataset || files.some(({ size }) => size > maxBytes)}
        readiness={readiness}
        starting={starting}
        dataset={dataset.value}
        onUndo={
          isTouched(draft.value)
            ? () => {
                draft.value = untouched;
              }
            : undefined
        }
        onCancel={onDone}
      />
    </form>
  );
};
