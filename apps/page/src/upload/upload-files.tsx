import { bytesText } from '../text/numbers.ts';

interface Props {
  readonly files: readonly File[];
  readonly maxBytes: number;
}

/** The files that were chosen, and which of them are too big. */
export const UploadFiles = ({ files, maxBytes }: Props) => (
  <>
    <ul class="upload-files">
      {files.map((file, index) => (
        <li key={file.name}>
          <span>{file.name}</span>{' '}
          <span>
            {files.length > 1 && index === 0 && <span class="tag">shown below</span>}{' '}
            <span class="number">{bytesText(file.size)}</span>
          </span>
        </li>
      ))}
    </ul>
    {files
      .filter(({ size }) => size > maxBytes)
      .map(({ name }) => (
        <p key={name} class="note note-bad" role="alert">
          {name} is bigger than the service takes ({bytesText(maxBytes)}). Split it, or raise
          WATTLINE_MAX_UPLOAD_BYTES.
        </p>
      ))}
  </>
);
