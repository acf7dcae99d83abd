import type { DeletionEntry, LogEntry } from '../../dataset/dataset-log.ts';

/** A series whose data is to go from everywhere. */
export interface Erasure {
  readonly entry: DeletionEntry;
  readonly entity: string;
  readonly dropFiles: boolean;
  /** Uploads that the store dates earlier are without it afterwards; later ones may bring it again. */
  readonly order: string;
}

/** Erasures that have joined the log and are not through. One whose run was cancelled is none. */
export const pendingErasures = (entries: readonly LogEntry[]): Erasure[] =>
  entries.flatMap((entry, index) => {
    if (entry.type !== 'deletion' || entry.erases === undefined) return [];
    const { entity, erased } = entry.deletes;
    const isCancelled = entries.slice(index).some((one) => one.type === 'removal' && one.run === entry.run);
    return entity === undefined || erased === true || isCancelled
      ? []
      : [{ entry, entity, dropFiles: entry.erases.dropFiles, order: entry.upload.order }];
  });
