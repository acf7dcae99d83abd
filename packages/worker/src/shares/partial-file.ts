import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { ObjectInfo, ObjectStore } from '@wattline/backend-contract';
import { TransientError } from '@wattline/errors';
import type { ObjectRef } from '../ledger.ts';

export interface Span {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

/** Spans without overlaps, in order, within `bytes`. */
export const mergedSpans = (spans: readonly Span[], bytes: number): Span[] => {
  const merged: { from: number; to: number }[] = [];
  const inside = spans
    .map(({ from, to }) => ({ from: Math.max(0, from), to: Math.min(bytes, to) }))
    .filter(({ from, to }) => from < to)
    .toSorted((a, b) => a.from - b.from);
  for (const span of inside) {
    const last = merged.at(-1);
    if (last !== undefined && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else merged.push({ ...span });
  }
  return merged;
};

/** Without versions, an object may be replaced between two of its spans, or before the first. */
const requireSame = (
  { name }: Pick<ObjectStore, 'name'>,
  { key, bytes, sha256 }: Pick<ObjectRef, 'key' | 'bytes' | 'sha256'>,
  before: ObjectInfo | undefined,
  after: ObjectInfo | undefined,
): void => {
  const isSame = before !== undefined && before.etag === after?.etag && after.bytes === bytes;
  if (isSame && (sha256 === '' || (after.sha256 ?? sha256) === sha256)) return;
  throw new TransientError('INPUT_CORRUPT', `${key} in ${name} is another object than the one that is read`, {
    place: { file: key },
    remedy:
      'nothing: its task reads it; keep versions in the store, and let each upload have a key of its own',
  });
};

/**
 * A file as large as the object, with its bytes in these spans; zeros elsewhere, for which there is no room on the disk.
 * The store's own file where objects are files on this machine, the whole where it cannot read parts of them.
 */
export const partialFile = async (
  store: ObjectStore,
  ref: Pick<ObjectRef, 'key' | 'versionId' | 'bytes' | 'sha256'>,
  spans: readonly Span[],
  folder: string,
  signal: AbortSignal,
): Promise<string> => {
  await mkdir(folder, { recursive: true });
  const { key, versionId, bytes } = ref;
  const version = versionId === undefined ? {} : { versionId };
  if (store.link !== undefined || store.bytes === undefined) return store.file(key, folder, version);
  const path = join(folder, 'part');
  const before = versionId === undefined ? await store.head(key) : undefined;
  const file = await open(path, 'wx');
  try {
    await file.truncate(bytes);
    for (const span of mergedSpans(spans, bytes)) {
      let at = span.from;
      for await (const block of store.bytes(key, span, version)) {
        signal.throwIfAborted();
        for (let written = 0; written < block.length; )
          written += (await file.write(block, written, block.length - written, at + written)).bytesWritten;
        at += block.length;
      }
      if (at !== span.to) throw new Error(`${key} in ${store.name} has ${at} bytes, not ${bytes}`);
    }
  } finally {
    await file.close();
  }
  if (versionId === undefined) requireSame(store, ref, before, await store.head(key));
  return path;
};
