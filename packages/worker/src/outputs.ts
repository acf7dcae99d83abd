import { type ObjectStore, PreconditionFailed } from '@wattline/backend-contract';
import { hashFile, sha256 } from '@wattline/hash';
import type { Stores } from './backend.ts';
import { commitVersion } from './delta/commit-version.ts';
import type { HitFailpoint } from './failpoint.ts';
import type { ObjectRef } from './ledger.ts';
import type { Output } from './stage.ts';

type Pointer = Readonly<Record<string, unknown>> & { readonly order: string };

const readPointer = (body: Uint8Array): Pointer => JSON.parse(new TextDecoder().decode(body)) as Pointer;

/** Moves a pointer document forward, in whatever order runs end: the greatest order wins. True if it points here now. */
export const movePointer = async (store: ObjectStore, key: string, pointer: Pointer): Promise<boolean> => {
  for (;;) {
    const current = await store.get(key);
    if (current !== undefined && readPointer(current.body).order > pointer.order) return false;
    try {
      const condition = current === undefined ? { ifAbsent: true } : { ifMatch: current.info.etag };
      await store.put(key, JSON.stringify(pointer), { ...condition, contentType: 'application/json' });
      return true;
    } catch (error) {
      // Another run moved it between the look and the put: look again.
      if (!(error instanceof PreconditionFailed)) throw error;
    }
  }
};

type Written = Exclude<Output, { readonly ref: ObjectRef }>;

/** What is written, and where it is not by its output's key. */
type Placed = Pick<ObjectRef, 'bytes' | 'sha256'> & { readonly key?: string };

const write = async (output: Written, stores: Stores): Promise<Placed> => {
  const store = stores[output.store];
  if ('path' in output) {
    const hash = output.sha256 ?? (await hashFile(output.path)).sha256;
    const { bytes } = await store.putFile(output.key, output.path, { sha256: hash, move: true });
    return { bytes, sha256: hash };
  }
  if ('from' in output) {
    await store.copy({ store: stores[output.from.store], key: output.from.key }, output.key);
    return { bytes: output.from.bytes, sha256: output.from.sha256 };
  }
  if ('delta' in output) {
    const { delta, order } = output;
    const key = await commitVersion(store, delta, { version: delta.version, order });
    return { key, bytes: 0, sha256: '' };
  }
  if ('pointer' in output) {
    await movePointer(store, output.key, output.pointer);
    return { bytes: 0, sha256: '' };
  }
  const { bytes } = await store.put(output.key, output.body);
  return { bytes, sha256: sha256(output.body) };
};

/** Writes a stage's outputs in their order; what is only handed on is named among them. */
export const writeOutputs = async (
  outputs: readonly Output[],
  stores: Stores,
  hitFailpoint: HitFailpoint,
): Promise<ObjectRef[]> => {
  const refs: ObjectRef[] = [];
  let writes = 0;
  for (const output of outputs) {
    if ('ref' in output) {
      refs.push({ ...output.ref, to: output.to });
      continue;
    }
    if (writes > 0) hitFailpoint('between-writes');
    writes += 1;
    const { store, key, labels, to } = output;
    const written = await write(output, stores);
    refs.push({
      store,
      key,
      ...written,
      ...(labels && { labels: { ...labels } }),
      ...(to !== undefined && { to }),
    });
  }
  return refs;
};
