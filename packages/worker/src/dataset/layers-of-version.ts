import type { Stores } from '../backend.ts';
import { joinedEntries, readLog } from './dataset-log.ts';
import { type DatasetLayer, layersInForce } from './uploads-in-force.ts';

/**
 * The layers that a version of a dataset consists of, in the order in which they count; undefined where the log names no
 * such version, as of a run without a dataset.
 */
export const layersOfVersion = async (
  { results }: Pick<Stores, 'results'>,
  dataset: string,
  version: string,
  sameKey: 'add' | 'replace' | undefined,
): Promise<DatasetLayer[] | undefined> => {
  const entries = await readLog(results, dataset);
  const last = entries.findLastIndex(
    (entry) => (entry.type === 'upload' || entry.type === 'deletion') && entry.version === version,
  );
  return last < 0 ? undefined : layersInForce(joinedEntries(entries.slice(0, last + 1)), { sameKey });
};
