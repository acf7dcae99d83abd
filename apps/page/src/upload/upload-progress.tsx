import { bytesText, percentText } from '../text/numbers.ts';

interface Props {
  readonly files: readonly File[];
  readonly index: number;
  /** Of the file at `index`. */
  readonly sent: number;
}

export const UploadProgress = ({ files, index, sent }: Props) => {
  const total = files.reduce((sum, { size }) => sum + size, 0);
  const before = files.slice(0, index).reduce((sum, { size }) => sum + size, 0);
  const done = Math.min(total, before + sent);
  return (
    <div class="upload-progress">
      <progress max={Math.max(total, 1)} value={done} aria-label="Upload" />
      <p>
        {bytesText(done)} of {bytesText(total)} · {percentText(done, total)}
        {done === total && total > 0 && ' · being stored'}
      </p>
    </div>
  );
};
