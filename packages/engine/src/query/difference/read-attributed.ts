import { attributeChanges } from './attribute-changes.ts';
import type { AttributedChange, Cause, UseReadings } from './cause.ts';
import type { Versions } from './open-pair.ts';
import { type ChangeCursor, readChanges } from './read-changes.ts';
import type { RowChange } from './row-change.ts';

/** Each is looked through for each batch of rows. */
const MOST_CAUSES = 200;

type Change = Omit<RowChange, 'cells'> &
  Pick<AttributedChange, 'cells'> &
  Partial<Pick<AttributedChange, 'by'>>;

/**
 * As `readChanges`, with the uploads through which each row changed; without these where the versions are more than 200
 * uploads apart, or nobody knows which uploads distinguish them (`causes` is undefined).
 */
export const readAttributed = async function* <File>(
  versions: Versions,
  options: Parameters<typeof readChanges>[1],
  causes: readonly Cause<File>[] | undefined,
  useReadings: UseReadings<File>,
): AsyncGenerator<
  { readonly changes: readonly Change[]; readonly next: ChangeCursor | undefined },
  undefined
> {
  for await (const { changes, next } of readChanges(versions, options)) {
    const isKnown = causes !== undefined && causes.length <= MOST_CAUSES;
    yield {
      changes: isKnown ? await attributeChanges(changes, versions, causes, useReadings) : changes,
      next,
    };
  }
  return undefined;
};
