import { UsageError } from '@wattline/errors';
import { lastStage } from '@wattline/topology';
import type { Backend } from '../backend.ts';
import { commitVersion } from '../delta/commit-version.ts';
import { DeltaVersion } from '../delta/delta-actions.ts';
import { publishEvent } from '../enqueue-next.ts';
import { stageEvent } from '../events.ts';
import { featureSetPlaces } from '../feature-set.ts';
import { readDocument } from '../ledger.ts';
import { movePointer } from '../outputs.ts';
import { pendingErasures } from '../retention/erase/pending-erasures.ts';
import { sweptVersions } from '../retention/kept-versions.ts';
import { appendEntry, type JoinedEntry, type LogEntry, readLog } from './dataset-log.ts';
import { latestOrder } from './latest.ts';

export interface Restored {
  readonly dataset: string;
  readonly version: string;
  /** Of the log, since when the dataset is that again. */
  readonly entry: number;
  /** Whether it was another version before. */
  readonly changed: boolean;
}

const unknown = (dataset: string, version: string): UsageError =>
  new UsageError('VERSION_UNKNOWN', `${dataset} has no version ${version} that could be restored`, {
    category: 'not-found',
    remedy: `list what there is with: wattline history ${dataset}`,
  });

const isOf =
  (version: string) =>
  (entry: LogEntry): entry is JoinedEntry =>
    (entry.type === 'upload' || entry.type === 'deletion') && entry.version === version;

/** The newest entry that led to the version. Throws UsageError where the dataset cannot become that again. */
const requireEntry = (entries: readonly LogEntry[], dataset: string, version: string): JoinedEntry => {
  const found = entries.findLast(isOf(version));
  if (found === undefined) throw unknown(dataset, version);
  if (entries.slice(found.entry).some(({ type }) => type === 'reset'))
    throw new UsageError(
      'VERSION_BEFORE_RESET',
      `${dataset} began anew after version ${version}: the readings that it is made of are gone`,
      {
        category: 'conflict',
        remedy: `read it with: wattline pull ${dataset}@${version}; or upload its files again`,
      },
    );
  return found;
};

/** Pins and sweeps change nothing of what the dataset is. */
const isState = ({ type }: LogEntry): boolean => type !== 'pin' && type !== 'unpin' && type !== 'sweep';

/**
 * Makes an older version the latest: an entry in the log says that the dataset consists of the uploads of then, which
 * later ones join. Twice is once; after a crash in between, the second time ends it.
 */
export const restoreVersion = async (
  backend: Backend,
  dataset: string,
  version: string,
  by?: string,
): Promise<Restored> => {
  const { results, features } = backend.stores;
  const places = featureSetPlaces(dataset, version);
  const set = await readDocument(features, places.manifest.key, DeltaVersion);
  if (set === undefined) throw unknown(dataset, version);
  for (;;) {
    const entries = await readLog(results, dataset);
    const { run, replay, entry: to } = requireEntry(entries, dataset, version);
    if (pendingErasures(entries).length > 0)
      throw new UsageError(
        'ERASURE_PENDING',
        `${dataset} is being erased from: what ${version} is made of may go`,
        {
          category: 'conflict',
          remedy: `wait until that has ended, or go on with it: wattline sweep ${dataset}`,
        },
      );
    const newest = entries.findLast(isState);
    if (sweptVersions(entries).has(version)) throw unknown(dataset, version);
    const isThat = newest !== undefined && 'version' in newest && newest.version === version;
    const entry = isThat ? newest.entry : entries.length + 1;
    const added = {
      type: 'restoration' as const,
      entry,
      at: new Date().toISOString(),
      to,
      version,
      ...(by !== undefined && { by }),
    };
    if (!isThat && !(await appendEntry(results, dataset, added))) continue;
    await commitVersion(features, set, { version, order: latestOrder(entry) });
    await movePointer(features, places.latest.key, { version, run, order: latestOrder(entry) });
    const about = { run, dataset, replay, part: 0, parts: 1, stage: lastStage, version };
    const event = stageEvent('wattline.version.restored', about);
    await publishEvent(backend, { ...event, id: `${dataset}/${entry}/${event.type}` });
    return { dataset, version, entry, changed: !isThat };
  }
};
