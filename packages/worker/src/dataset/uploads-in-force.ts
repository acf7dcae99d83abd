import type { Deletes } from '@wattline/engine/deletion';
import type { DeletionEntry, KeptReadings, UploadEntry } from './dataset-log.ts';

type JoinedUpload = KeptReadings & Pick<UploadEntry, 'type' | 'again'>;
type JoinedDeletion = Pick<DeletionEntry, 'type' | 'run' | 'upload' | 'deletes'>;

/** What a dataset consists of: an upload, or readings that are deleted from the uploads before it. */
export type DatasetLayer =
  | ({ readonly type: 'upload' } & KeptReadings)
  | { readonly type: 'deletion'; readonly run: string; readonly deletes: Omit<Deletes, 'upload'> };

/** Takes out what deletions before it name; one that is deleted itself deletes nothing. */
const withoutDeleted = (ordered: readonly (JoinedUpload | JoinedDeletion)[]) => {
  const gone = new Set<string>();
  const left = ordered.toReversed().filter((one) => {
    if (gone.has(one.run)) return false;
    // What is erased is gone: an upload that has nothing left, and the deletion that has no name any more.
    if (one.type === 'upload') return one.erased !== true;
    if (one.deletes.erased === true) return false;
    if (one.deletes.upload === undefined) return true;
    gone.add(one.deletes.upload);
    return false;
  });
  return left.toReversed();
};

interface InForce {
  /** `replace`: of the uploads under one key, the last alone. */
  readonly sameKey?: 'add' | 'replace' | undefined;
}

/**
 * The layers that a dataset consists of after some uploads and deletions joined, in the order in which they count: a later
 * one goes before those before it. Each as it was read last.
 * @param earlierThan only those that the store dates earlier, though they may have been read again for a later one
 */
export const layersInForce = (
  joined: readonly (JoinedUpload | JoinedDeletion)[],
  { sameKey = 'add' }: InForce = {},
  earlierThan?: string,
): DatasetLayer[] => {
  const newest = new Map<string, JoinedUpload | JoinedDeletion>();
  for (const one of joined) {
    if (one.type === 'upload')
      for (const other of one.again) newest.set(other.run, { type: 'upload', again: [], ...other });
    newest.set(one.run, one);
  }
  const counting = [...newest.values()].filter(
    ({ upload }) => earlierThan === undefined || upload.order < earlierThan,
  );
  const ordered = counting.sort((a, b) =>
    a.upload.order === b.upload.order ? (a.run < b.run ? -1 : 1) : a.upload.order < b.upload.order ? -1 : 1,
  );
  const left = withoutDeleted(ordered);
  const last = new Map(
    left.flatMap((one) => (one.type === 'upload' ? [[one.upload.key, one.run] as const] : [])),
  );
  return left.flatMap((one): DatasetLayer[] => {
    const { type, run, upload } = one;
    if (type === 'deletion') return [{ type, run, deletes: one.deletes }];
    const { readings, lines, facts } = one;
    return sameKey === 'replace' && last.get(upload.key) !== run
      ? []
      : [{ type, run, upload, readings, ...(lines && { lines }), facts }];
  });
};

/** The uploads among the layers. */
export const uploadsInForce = (...options: Parameters<typeof layersInForce>): KeptReadings[] =>
  layersInForce(...options)
    .filter((layer) => layer.type === 'upload')
    .map(({ type: _, ...kept }) => kept);
