import type { Stores } from '../backend.ts';
import { featureSetPlaces } from '../feature-set.ts';
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

/** Looks for what a name means, from the newest entry on. */
const finder = (name: string) => {
  const asOf = instantOf(name);
  const unpinned = new Set<string>();
  return (entry: LogEntry): string | undefined => {
    if (entry.type === 'unpin') unpinned.add(entry.version);
    if (entry.type === 'pin' && entry.name === name && !unpinned.has(entry.version)) return entry.version;
    if (entry.type !== 'upload' && entry.type !== 'deletion' && entry.type !== 'restoration')
      return undefined;
    if (entry.type !== 'restoration' && entry.run === name) return entry.version;
    return asOf !== undefined && Date.parse(entry.at) <= asOf ? entry.version : undefined;
  };
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
      const version = find(entry);
      if (version !== undefined) return version;
    }
    before = entries.at(-1)?.entry;
  } while (before !== undefined && before > 1);
  return undefined;
};
