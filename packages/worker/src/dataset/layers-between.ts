import { isDeepStrictEqual } from 'node:util';
import { type JoinedEntry, joinedEntries, type LogEntry } from './dataset-log.ts';
import { type DatasetLayer, layersInForce } from './uploads-in-force.ts';

/** An upload or a deletion that one of two versions has, and the other lacks or has read otherwise. */
export interface LayerBetween {
  readonly layer: DatasetLayer;
  /** `left`: the first version has it; `joined`: the second; `read-again`: both, read by different specs. */
  readonly change: 'joined' | 'left' | 'read-again';
  /** What was uploaded, or the deletion's request. */
  readonly upload: JoinedEntry['upload'];
}

/** A version, and what its spec says of uploads under one key. */
interface Named {
  readonly version: string;
  readonly sameKey?: 'add' | 'replace' | undefined;
}

const isOf = (version: string) => (entry: LogEntry) => 'version' in entry && entry.version === version;

const layersAt = (
  entries: readonly LogEntry[],
  last: LogEntry,
  { sameKey }: Named,
): ReadonlyMap<string, DatasetLayer> => {
  const joined = joinedEntries(entries.slice(0, entries.indexOf(last) + 1));
  return new Map(layersInForce(joined, { sameKey }).map((layer) => [layer.run, layer]));
};

/** What a layer is, wherever its files are: a replay keeps the same readings under another name. */
const contentOf = (layer: DatasetLayer): unknown => {
  if (layer.type === 'deletion') return layer;
  const { readings, lines, ...rest } = layer;
  return { ...rest, files: [...readings, ...(lines ? [lines] : [])].map(({ key: _, ...file }) => file) };
};

/**
 * What distinguishes two versions of a dataset, in the order of the store. Undefined where the log does not know one of
 * them: it was sealed before datasets grew.
 */
export const layersBetween = (
  entries: readonly LogEntry[],
  from: Named,
  to: Named,
): LayerBetween[] | undefined => {
  const last = entries.findLast(isOf(to.version));
  // An upload that changes nothing leaves the version as it is: of its entries, the nearest counts.
  const first =
    last === undefined
      ? undefined
      : (entries.slice(0, entries.indexOf(last)).findLast(isOf(from.version)) ??
        entries.find(isOf(from.version)));
  if (first === undefined || last === undefined) return undefined;
  const [before, after] = [layersAt(entries, first, from), layersAt(entries, last, to)];
  const uploads = new Map(
    entries.flatMap((entry) =>
      entry.type === 'upload' || entry.type === 'deletion' ? [[entry.run, entry.upload]] : [],
    ),
  );
  const between: LayerBetween[] = [];
  for (const run of new Set([...before.keys(), ...after.keys()])) {
    const [old, current] = [before.get(run), after.get(run)];
    const layer = current ?? old;
    const upload = uploads.get(run);
    if (layer === undefined || upload === undefined) continue;
    if (old === undefined) between.push({ layer, change: 'joined', upload });
    else if (current === undefined) between.push({ layer, change: 'left', upload });
    else if (!isDeepStrictEqual(contentOf(old), contentOf(current)))
      between.push({ layer, change: 'read-again', upload });
  }
  return between.sort((a, b) =>
    a.upload.order === b.upload.order ? 0 : a.upload.order < b.upload.order ? -1 : 1,
  );
};
