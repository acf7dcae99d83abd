import { ApiError, type Preview, type SpecEdit } from '@wattline/api';
import { isPlainText, pieceRanges } from '@wattline/engine/sample-ranges';
import { api } from './client.ts';
import { whenFree } from './when-free.ts';

/** A file that is no larger goes whole; of a larger text its first part and the places that a run looks at. */
const WHOLE_BYTES = 4 * 2 ** 20;
/** What is no text has to go whole. */
const MOST_BYTES = 16 * 2 ** 20;

const isText = async (file: File): Promise<boolean> =>
  isPlainText(new Uint8Array(await file.slice(0, 4_096).arrayBuffer()));

const partOf = async (file: File): Promise<{ readonly head: Blob; readonly pieces?: Blob }> => {
  if (file.size <= WHOLE_BYTES) return { head: file };
  if (!(await isText(file))) return { head: file.size <= MOST_BYTES ? file : file.slice(0, WHOLE_BYTES) };
  const pieces = pieceRanges(file.size).map(({ start, end }) => file.slice(start, end));
  return { head: file.slice(0, WHOLE_BYTES), pieces: new Blob(pieces) };
};

interface By {
  /** Which the file is to join. */
  readonly dataset: string;
  readonly spec?: string | undefined;
  readonly edits?: readonly SpecEdit[];
}

const send = async (
  file: File,
  { head, pieces }: { readonly head: Blob; readonly pieces?: Blob },
  { dataset, spec, edits = [] }: By,
  signal: AbortSignal | undefined,
): Promise<Preview> => {
  const form = new FormData();
  form.set('name', file.name);
  form.set('bytes', String(file.size));
  form.set('dataset', dataset);
  if (spec !== undefined) form.set('spec', spec);
  if (edits.length > 0) form.set('edits', JSON.stringify(edits));
  form.set('file', head, file.name);
  if (pieces !== undefined) form.set('pieces', pieces);
  return whenFree(() => api.preview({ body: form }, { signal }), signal);
};

const needsWhole = (cause: unknown): boolean =>
  cause instanceof ApiError && cause.problem.code === 'PREVIEW_NEEDS_FILE';

/** What a run would make of a file of a dataset, by `spec` with `edits`; without a spec, as the dataset says. */
export const previewFile = async (file: File, by: By, signal?: AbortSignal): Promise<Preview> => {
  try {
    return await send(file, await partOf(file), by, signal);
  } catch (cause) {
    // Text that is no table line by line, as JSON is.
    if (needsWhole(cause) && file.size <= MOST_BYTES) return send(file, { head: file }, by, signal);
    throw cause;
  }
};
