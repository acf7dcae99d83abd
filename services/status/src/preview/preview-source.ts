import { previewsFromHead } from '@wattline/engine/formats';
import { isPlainText, pieceRanges } from '@wattline/engine/sample-ranges';
import { RequestProblem } from '@wattline/http';

/** What of a file is there to be looked at. */
export interface PreviewSource {
  /** From the beginning of the file. */
  readonly head: Buffer;
  /** Bytes of the whole file; undefined if unknown. */
  readonly size?: number | undefined;
  /** The other places of a text that a run looks at to decide how it is read, one after the other. */
  readonly pieces?: Buffer | undefined;
}

const HEAD = 4_096;
const marks = ['fffe', 'feff'];

const begins = (head: Buffer): Buffer => head.subarray(0, HEAD);

export const isGzip = (head: Buffer): boolean => head[0] === 0x1f && head[1] === 0x8b;

/** Text in UTF-16, which has zeros too. */
const isWideText = (head: Buffer): boolean => marks.includes(head.subarray(0, 2).toString('hex'));

/** Text whose first part says what is in it: a table, line by line. */
export const isLines = (head: Buffer): boolean =>
  isWideText(head) || (isPlainText(begins(head)) && previewsFromHead(begins(head)));

export const isWhole = ({ head, size }: PreviewSource): boolean => size === head.length;

/** Whether it shows all that a run looks at to decide. Throws RequestProblem where the pieces are not those. */
export const showsAll = (source: PreviewSource): boolean => {
  const { head, size, pieces } = source;
  if (isWhole(source)) return true;
  if (size === undefined || pieces === undefined || isWideText(head) || !isLines(head)) return false;
  const bytes = pieceRanges(size).reduce((sum, { start, end }) => sum + end - start, 0);
  if (pieces.length === bytes && head.length < size) return true;
  throw new RequestProblem(
    400,
    'PREVIEW_PIECES_WRONG',
    `the pieces have ${pieces.length} bytes, not ${bytes}`,
    {
      remedy: 'send the pieces that belong to the size of the file, or none',
    },
  );
};
