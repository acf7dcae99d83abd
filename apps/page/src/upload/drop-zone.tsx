import type { About } from '@wattline/api';
import { useId } from 'preact/hooks';
import { about, mayWrite } from '../session/about.ts';
import { bytesText } from '../text/numbers.ts';
import { chooseFiles } from './upload-state.ts';

/** What the file dialog offers first. */
const accepted = ({ endings, mediaTypes }: About): string =>
  [...endings.formats, ...endings.packings, ...mediaTypes].join(',');

/** The place that says that files can be dropped: anywhere, in fact. */
export const DropZone = () => {
  const id = useId();
  if (about.value !== undefined && !mayWrite()) {
    return <p class="drop-zone-none">This token may read only. Uploads need the write token.</p>;
  }
  return (
    <div class="drop-zone">
      <svg viewBox="0 0 48 32" width="48" height="32" aria-hidden="true">
        <path d="M2 24h10l5-14 8 20 6-14 3 8h12M24 2v10m-4-4l4 4 4-4" />
      </svg>
      <p>
        <strong>Drop a file anywhere on the page.</strong>
        {about.value !== undefined &&
          ` ${about.value.formats}; up to ${bytesText(about.value.maxUploadBytes)}.`}
      </p>
      <label class="button-main" for={id}>
        Choose a file
      </label>
      <input
        id={id}
        class="visually-hidden"
        type="file"
        multiple
        accept={about.value === undefined ? undefined : accepted(about.value)}
        onChange={({ currentTarget }) => {
          chooseFiles(currentTarget.files ?? []);
          currentTarget.value = '';
        }}
      />
      {about.value?.stagingFolder !== undefined && (
        <p class="drop-zone-folder">
          Or copy it to <code>{about.value.stagingFolder.replace(/\/$/, '')}/&lt;dataset&gt;/</code>
        </p>
      )}
    </div>
  );
};
