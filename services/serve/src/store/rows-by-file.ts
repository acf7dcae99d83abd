import { entityBucket } from '@wattline/engine/entity-bucket';
import { RejectedError } from '@wattline/errors';
import type { Row, Transform } from '@wattline/online-transform';
import type { PostedRow } from './posted-rows.ts';
import { createWaitingRows } from './waiting-rows.ts';

type Rows = readonly PostedRow[];
type Reading = Pick<Transform, 'fromFile' | 'isByFile' | 'readings'>;

const keyOf = ({ entity, at }: PostedRow['of']): string => `${at} ${entity}`;

/** A row of which a file makes another time; undefined where it makes none. */
const readOtherwise = ({ fromFile, readings }: Reading, rows: Rows): PostedRow | undefined => {
  const waiting = createWaitingRows(readings.emptyCells ?? 'keep');
  for (const { row, of } of rows) waiting.add(row, of);
  const found = new Set(waiting.files().flatMap((file) => fromFile(file).counted.map(keyOf)));
  return rows.find(({ of }) => !found.has(keyOf(of)));
};

/**
 * Rows of a call in which others decide about the instant of some, such as in an hour that clocks show twice: beside rows
 * of other calls they might be of another. Each part is a file by itself; undefined where none is needed.
 *
 * @throws RejectedError where a file would be read otherwise than the call was
 */
export const rowsByFile = (
  transform: Reading,
  given: readonly Row[],
  rows: Rows,
): readonly Rows[] | undefined => {
  if (!rows.some(({ of }) => transform.isByFile(given[of.line - 1] ?? {}, of))) return undefined;
  // Ingest looks at the entities of a bucket together.
  const { buckets } = transform.readings;
  const parts = [...Map.groupBy(rows, ({ of }) => entityBucket(of.entity, buckets)).values()];
  for (const part of parts) {
    const other = readOtherwise(transform, part);
    if (other === undefined) continue;
    const { line } = other.of;
    throw new RejectedError(
      'STORE_NEEDS_FILE_TIMES',
      `line ${line} is in an hour that clocks show twice or skip, and a file of these rows would be read otherwise`,
      { place: { line }, remedy: 'upload a file of the day, or leave out store' },
    );
  }
  return parts;
};
