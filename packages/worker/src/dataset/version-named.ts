import type { Stores } from '../backend.ts';
import { featureSetPlaces } from '../feature-set.ts';
import { supersededBy } from '../turn/superseded-by.ts';
import type { LogEntry } from './dataset-log.ts';
import { latestVersion } from './latest.ts';
import { readLogPage } from './log-page.ts';

const DAY = 86_400_000;
const PAGE = 64;

/** `2026-11-28` is the end of that day, `2026-11-28T10:00` that minute; UTC where there is no offset. */
const instantOf = (text: string): number | undefined => {
  const [, date, time, offset] =
    /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?(Z|[+-]\d\d:\d\d)?$/.exec(text) ?? [];
  if (date === undefined) return undefined;
  const ms = Date.parse(`${date}${time ?? 'T00:00'}${offset ?? 'Z'}`);
  return Number.isNaN(ms) ? undefined : ms + (time === undefined ? DAY - 1 : 0);
};

/** What an entry says of a name: a version; `asOf`, as of a time that the entry was there by. */
interface Found {
  readonly version: string;
  readonly entry: LogEntry;
  readonly asOf: boolean;
}

/** Looks for what a name means, from the newest entry on. */
const finder = (name: string) => {
  const asOf = instantOf(name);
  const unpinned = new Set<string>();
  return (entry: LogEntry): Found | undefined => {
    const found = (version: string, isAsOf = false): Found => ({ version, entry, asOf: isAsOf });
    if (entry.type === 'unpin') unpinned.add(entry.version);
    if (entry.type === 'pin' && entry.name === name && !unpinned.has(entry.version))
      return found(entry.version);
    if (entry.type !== 'upload' && entry.type !== 'deletion' && entry.type !== 'restoration')
      return undefined;
    if (entry.type !== 'restoration' && entry.run === name) return found(entry.version);
    return asOf !== undefined && Date.parse(entry.at) <= asOf ? found(entry.version, true) : undefined;
  };
};

/**
 * The version that was made: where others superseded the run, that of theirs which has its upload; as of a time, one of
 * before, for theirs has what came later too.
 */
const madeVersion = async (
  { features, results }: Pick<Stores, 'features' | 'results'>,
  dataset: string,
  { version, entry, asOf }: Found,
): Promise<string | undefined> => {
  if (!('replay' in entry)) return version;
  if ((await features.head(featureSetPlaces(dataset, version).manifest.key)) !== undefined) return version;
  const other = await supersededBy(results, entry.run, entry.replay);
  if (other === undefined) return version;
  return asOf ? undefined : (other.version ?? version);
};

/**
 * The version of a dataset that a name means: `latest`, a version, the name of a pin, a run (the version as of its upload),
 * or a time (the version as of then). Undefined where it means none. The version may be swept, or not be sealed yet.
 */
export const versionNamed = async (
  { features, results }: Pick<Stores, 'features' | 'results'>,
  dataset: string,
  name: string,
): Promise<string | undefined> => {
  if (name === 'latest') return latestVersion(features, dataset);
  if ((await features.head(featureSetPlaces(dataset, name).manifest.key)) !== undefined) return name;
  const find = finder(name);
  let before: number | undefined;
  do {
    const { entries } = await readLogPage(results, dataset, { before, limit: PAGE });
    for (const entry of entries) {
      const found = find(entry);
      const version = found && (await madeVersion({ features, results }, dataset, found));
      if (version !== undefined) return version;
    }
    before = entries.at(-1)?.entry;
  } while (before !== undefined && before > 1);
  return undefined;
};
