import { join } from 'node:path';
import { mentions } from '@wattline/engine/mentions';
import { hashFile } from '@wattline/hash';
import pMap from 'p-map';
import {
  type KeptReadings,
  type LogEntry,
  readLog,
  rewriteEntry,
  UploadEntry,
} from '../../dataset/dataset-log.ts';
import { factsOf } from '../../dataset/kept-facts.ts';
import type { ObjectRef } from '../../ledger.ts';
import { erasedUploadKey, STAGING_PREFIX } from '../../upload.ts';
import { cleanDocument } from './clean-document.ts';
import type { EraseScope } from './erase-scope.ts';
import { filesOfSeries, isUpload, loadEngine, readingsIn, withFile } from './series-readings.ts';

/** Where an upload is named: by its run, where the name of its file names the series. */
export const keyWithout = (
  { dataset, erasure }: Pick<EraseScope, 'dataset' | 'erasure'>,
  run: string,
  key: string,
): string => {
  const root = `${STAGING_PREFIX}${dataset}/`;
  const name = key.slice(key.startsWith(root) ? root.length : STAGING_PREFIX.length);
  return mentions(name, erasure.entity) ? erasedUploadKey(dataset, run) : key;
};

/** A file of kept readings without the series; undefined where nothing is left of it. */
const eraseFile = async (
  scope: EraseScope,
  kept: KeptReadings,
  ref: ObjectRef,
): Promise<ObjectRef | undefined> => {
  const { entity } = scope.erasure;
  const { spec } = factsOf(kept).dataset;
  const { eraseFromReadings } = await loadEngine();
  const [folder, name] = [ref.key.slice(0, ref.key.lastIndexOf('/')), ref.key.split('/').at(-1) ?? ''];
  const erased = await withFile(scope, ref, async (path, scratch): Promise<ObjectRef | 'none'> => {
    const to = join(scratch, 'erased.parquet');
    const { before, after } = await eraseFromReadings(path, { spec, entity, to });
    if (after === before) return ref;
    if (after === 0) return 'none';
    const { sha256 } = await hashFile(to);
    // A new name: a run that has read the old entry finds the file gone, and reads the entry again.
    const key = `${folder}/${sha256.slice(0, 8)}-${name.replace(/^[0-9a-f]{8}-/, '')}`;
    const { bytes } = await scope.stores.features.putFile(key, to, { sha256, move: true });
    return { ...ref, key, bytes, sha256, labels: { ...ref.labels, rows: after } };
  });
  return erased === 'none' ? undefined : (erased ?? ref);
};

const eraseKept = async (scope: EraseScope, kept: KeptReadings): Promise<KeptReadings> => {
  const { entity, order } = scope.erasure;
  if (kept.upload.order >= order || kept.erased === true) return kept;
  const own = new Set((await filesOfSeries(kept, entity)).map(({ key }) => key));
  const readings = (
    await pMap(kept.readings, (ref) => (own.has(ref.key) ? eraseFile(scope, kept, ref) : ref), {
      concurrency: 1,
    })
  ).filter((ref) => ref !== undefined);
  const isChanged = readings.some((ref, index) => ref !== kept.readings[index]);
  const { readingsHash } = await loadEngine();
  const content = {
    sha256: readingsHash(
      readings.map(({ labels, sha256 }) => ({
        bucket: Number(labels?.bucket),
        period: String(labels?.period ?? ''),
        sha256,
      })),
    ),
    bytes: readings.reduce((sum, { bytes }) => sum + bytes, 0),
  };
  const facts = cleanDocument(kept.facts, entity) as KeptReadings['facts'];
  const { dataset, upload } = facts as { dataset: unknown; upload: Record<string, unknown> };
  const key = keyWithout(scope, kept.run, kept.upload.key);
  const { versionId, ...named } = kept.upload;
  const { lines, ...others } = kept;
  const isRewritten = isChanged || readings.length < kept.readings.length;
  return {
    ...others,
    // Of files that are written again, the lines are not known.
    ...(lines !== undefined && !isRewritten && { lines }),
    upload: key === kept.upload.key ? kept.upload : { ...named, key },
    readings,
    // Its bytes are others than those that the version of it alone is named by.
    facts: isRewritten ? { dataset, upload: { ...upload, content } } : facts,
    ...(readings.length === 0 && kept.readings.length > 0 && { erased: true }),
  };
};

/** The log's uploads without the series: kept readings are written again, and entries name these. */
export const eraseReadings = async (scope: EraseScope): Promise<void> => {
  const { results } = scope.stores;
  for (const entry of await readLog(results, scope.dataset)) {
    if (!isUpload(entry)) continue;
    const [own, ...again] = await pMap(readingsIn(entry), (kept) => eraseKept(scope, kept), {
      concurrency: 1,
    });
    const erased: LogEntry = UploadEntry.parse({
      ...entry,
      ...own,
      lines: own?.lines,
      again: again.map(({ run, upload, readings, lines, facts, erased }) => ({
        run,
        upload,
        readings,
        lines,
        facts,
        erased,
      })),
    });
    if (JSON.stringify(erased) !== JSON.stringify(entry)) await rewriteEntry(results, scope.dataset, erased);
  }
};

/** The last step: the deletions of the series have no name any more, this one's own at the end. */
export const eraseNames = async (
  { stores: { results }, dataset, erasure }: EraseScope,
  own: number,
): Promise<void> => {
  const named = (await readLog(results, dataset)).filter(
    (entry) =>
      entry.type === 'deletion' &&
      entry.deletes.entity === erasure.entity &&
      entry.upload.order <= erasure.order,
  );
  for (const entry of named.toSorted((a, b) => Number(a.entry === own) - Number(b.entry === own))) {
    if (entry.type !== 'deletion') continue;
    const { entity: _, ...deletes } = entry.deletes;
    await rewriteEntry(results, dataset, { ...entry, deletes: { ...deletes, erased: true } });
  }
};
