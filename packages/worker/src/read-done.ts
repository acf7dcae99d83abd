import type { ObjectStore } from '@wattline/backend-contract';
import type { StageName } from '@wattline/topology';
import { ledgerKeys, StageDone } from './ledger.ts';

/** Smaller records are read sooner than looked up. */
const LARGE_BYTES = 64 * 1024;

interface Known {
  readonly key: string;
  readonly etag: string;
  readonly done: StageDone;
}

/** The large record that was read last from a store: thousands of parts begin with the same one. */
const newest = new WeakMap<ObjectStore, Known>();

/** What a task recorded at its end; undefined where it has not ended. The same object for the same record. */
export const readDone = async (
  results: ObjectStore,
  { run, replay }: { readonly run: string; readonly replay: number },
  stage: StageName,
  part: number,
): Promise<StageDone | undefined> => {
  const key = ledgerKeys(run).done(replay, stage, part);
  const known = newest.get(results);
  // It may be gone, or have been written again: by an erasure.
  if (known?.key === key && (await results.head(key))?.etag === known.etag) return known.done;
  const found = await results.get(key);
  if (found === undefined) return undefined;
  const done = StageDone.parse(JSON.parse(new TextDecoder().decode(found.body)));
  if (found.body.length >= LARGE_BYTES) newest.set(results, { key, etag: found.info.etag, done });
  return done;
};
