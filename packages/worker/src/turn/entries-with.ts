import type { JoinedEntry, LogEntry } from '../dataset/dataset-log.ts';

/**
 * The later entries after which the dataset has what a run brought, the newest first: a version of any of them has it.
 *
 * @param own the run, and the number of its entry
 * @param later the entries behind it, in their order
 */
export const entriesWith = (
  own: { readonly run: string; readonly entry: number },
  later: readonly LogEntry[],
): JoinedEntry[] => {
  /** Whether the dataset has it after an entry. */
  const after = new Map<number, boolean>([[own.entry, true]]);
  const found: JoinedEntry[] = [];
  let has = true;
  for (const one of later) {
    if (one.type === 'reset') has = false;
    else if (one.type === 'restoration') has = after.get(one.to) ?? false;
    else if (one.type === 'removal') has = has && one.run !== own.run;
    else if (one.type === 'deletion') has = has && one.deletes.upload !== own.run;
    else if (one.type === 'upload') has = has || one.run === own.run;
    after.set(one.entry, has);
    if (has && (one.type === 'upload' || one.type === 'deletion')) found.push(one);
  }
  return found.reverse();
};
