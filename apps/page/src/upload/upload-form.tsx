import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { getDatasets } from '../api/datasets.ts';
import { uploadFile } from '../api/upload-file.ts';
import { ProblemNote } from '../components/problem-note.tsx';
import { useAction } from '../components/use-action.ts';
import { FilePreview } from '../datasets/file-preview.tsx';
import { useResource } from '../live/use-resource.ts';
import { about } from '../session/about.ts';
import { bytesText } from '../text/numbers.ts';
import { expectRun } from './expected-runs.ts';
import { UploadProgress } from './upload-progress.tsx';
import { datasetNameOf } from './upload-state.ts';

interface Props {
  readonly files: readonly File[];
  readonly onDone: () => void;
}

/** Which dataset the files go to; then sends them, one after the other. */
export const UploadForm = ({ files, onDone }: Props) => {
  const { route } = useLocation();
  const [first] = files;
  const dataset = useSignal(datasetNameOf(first?.name ?? ''));
  const datasets = useResource('datasets', getDatasets);
  const sending = useSignal<{ readonly index: number; readonly sent: number } | undefined>(undefined);
  const looking = useSignal(false);
  const stop = useRef(new AbortController());
  useEffect(() => () => stop.current.abort(), []);

  const upload = useAction(async () => {
    let address = '/runs';
    for (const [index, file] of files.entries()) {
      sending.value = { index, sent: 0 };
      const onProgress = (sent: number): void => {
        sending.value = { index, sent };
      };
      const { run } = await uploadFile({ dataset: dataset.value, file }, onProgress, stop.current.signal);
      expectRun(run);
      if (files.length === 1) address = `/runs/${run}`;
    }
    onDone();
    route(address);
  });
  const tooBig = files.filter(({ size }) => size > (about.value?.maxUploadBytes ?? Number.POSITIVE_INFINITY));
  const now = sending.value;

  return (
    <form
      class="upload-form"
      onSubmit={(event) => {
        event.preventDefault();
        void upload.act();
      }}
    >
      <ul class="upload-files">
        {files.map((file) => (
          <li key={file.name}>
            <span>{file.name}</span> <span class="number">{bytesText(file.size)}</span>
          </li>
        ))}
      </ul>
      <label for="upload-dataset">Dataset</label>
      <input
        id="upload-dataset"
        list="upload-datasets"
        required
        pattern="[^.\/\\][^\/\\]*"
        maxLength={200}
        autocomplete="off"
        aria-describedby="upload-hint"
        disabled={upload.busy.value}
        value={dataset.value}
        onInput={({ currentTarget }) => {
          dataset.value = currentTarget.value;
        }}
      />
      <datalist id="upload-datasets">
        {datasets.value?.datasets.map(({ name }) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <p id="upload-hint" class="hint">
        Uploads of one dataset share its spec. A new name makes a new dataset; it may have no slash.
      </p>
      {tooBig.map(({ name }) => (
        <p key={name} class="note note-bad" role="alert">
          {name} is bigger than the service takes ({bytesText(about.value?.maxUploadBytes ?? 0)}). Split it,
          or raise WATTLINE_MAX_UPLOAD_BYTES.
        </p>
      ))}
      {now !== undefined && upload.busy.value && (
        <UploadProgress files={files} index={now.index} sent={now.sent} />
      )}
      {upload.failure.value !== undefined && <ProblemNote failure={upload.failure.value} />}
      <div class="form-actions">
        <button type="submit" class="button-main" disabled={upload.busy.value || tooBig.length > 0}>
          {upload.busy.value ? 'Uploading…' : 'Upload'}
        </button>
        {!looking.value && !upload.busy.value && first !== undefined && (
          <button
            type="button"
            onClick={() => {
              looking.value = true;
            }}
          >
            Look into it first
          </button>
        )}
        <button type="button" class="button-plain" onClick={onDone}>
          Cancel
        </button>
      </div>
      {looking.value && first !== undefined && <FilePreview file={first} />}
    </form>
  );
};
