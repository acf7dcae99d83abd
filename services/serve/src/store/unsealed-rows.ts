import type { Reading, Row, Transform } from '@wattline/online-transform';
import { type Logger, postedFolder, readLog, type Stores } from '@wattline/worker';
import pMap from 'p-map';
import { z } from 'zod';
import { postedAt, whenPosted } from './posted-files.ts';

/** Readings of each entity that are stored, and that a version does not have yet, in the order in which they count. */
export type UnsealedRows = (transform: Transform) => Promise<Map<string, readonly Reading[]>>;

const HOUR = 3_600_000;
/** Files that are older are not looked for. */
const OLDEST = 24 * HOUR;
/** A file that waits so much longer than one that is sealed was refused, or is stuck: its run says so. */
const OVERTAKEN = HOUR;
/** Where more are stored, the newest count. */
const MOST_ROWS = 100_000;
const MOST_FILES = 1_000;
/** Files brought at once. */
const CONCURRENCY = 8;

const Rows = z.array(z.record(z.string(), z.unknown()));

/** Of a version, which posted files it has, and from when on others may be missing. */
const sealedOf = async (results: Stores['results'], { dataset, version }: Transform, now: number) => {
  const folder = postedFolder(dataset);
  const entries = await readLog(results, dataset);
  const last = entries.findLastIndex(
    (entry) => (entry.type === 'upload' || entry.type === 'deletion') && entry.version === version,
  );
  const keys = new Set<string>();
  let since = now - OLDEST;
  for (const [i, entry] of entries.entries()) {
    // What a deletion takes out of files that are not sealed yet shows in the next version alone.
    if (entry.type === 'deletion') since = Math.max(since, Date.parse(entry.at));
    if (entry.type !== 'upload' || i > last) continue;
    for (const { upload } of [entry, ...entry.again]) {
      if (!upload.key.startsWith(folder)) continue;
      keys.add(upload.key);
      since = Math.max(since, (whenPosted(upload.key) || 0) - OVERTAKEN);
    }
  }
  return { keys, since };
};

/** Looks into the dataset's posted files: what ended this process before may have ended it between two versions. */
export const createUnsealedRows = (
  { staging, results }: Pick<Stores, 'staging' | 'results'>,
  { now, log }: { readonly now: () => Date; readonly log: Logger },
): UnsealedRows => {
  /** None of a file that is gone, or damaged: its run says why. */
  const rowsIn = async ({ dataset }: Transform, key: string): Promise<readonly Row[]> => {
    const found = await staging.get(key);
    if (found === undefined) return [];
    try {
      return Rows.parse(JSON.parse(new TextDecoder().decode(found.body)));
    } catch (error) {
      log.warn({ dataset, key, err: error }, 'stored readings that are not sealed yet are no JSON of rows');
      return [];
    }
  };
  const read = async (transform: Transform): Promise<Map<string, Reading[]>> => {
    const { keys: sealed, since } = await sealedOf(results, transform, now().getTime());
    const folder = postedFolder(transform.dataset);
    const keys: string[] = [];
    for await (const { key } of staging.list(folder, { startAfter: folder + postedAt(new Date(since)) }))
      if (!sealed.has(key)) keys.push(key);
    const found = await pMap(keys.slice(-MOST_FILES), (key) => rowsIn(transform, key), {
      concurrency: CONCURRENCY,
    });
    const files: (readonly Row[])[] = [];
    let rows = 0;
    for (const own of found.toReversed()) {
      rows += own.length;
      if (rows > MOST_ROWS) break;
      files.unshift(own);
    }
    const byEntity = new Map<string, Reading[]>();
    for (const file of files)
      for (const [entity, readings] of transform.fromFile(file).readings) {
        const before = byEntity.get(entity);
        if (before === undefined) byEntity.set(entity, [...readings]);
        else before.push(...readings);
      }
    return byEntity;
  };
  return async (transform) => {
    try {
      return await read(transform);
    } catch (error) {
      log.warn(
        { dataset: transform.dataset, err: error },
        'stored readings that are not sealed yet could not be read: rows have them once they are',
      );
      return new Map();
    }
  };
};
