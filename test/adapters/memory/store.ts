import { createHash, randomUUID } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  invalidKey,
  keyFault,
  type ObjectInfo,
  ObjectNotFound,
  type ObjectStore,
  PreconditionFailed,
  type PutOptions,
} from '@wattline/backend-contract';

interface Version {
  readonly info: ObjectInfo;
  readonly body: Uint8Array;
}

interface Kept {
  /** Oldest first; the last is the current one unless it was deleted. */
  readonly versions: Version[];
  deleted: boolean;
}

interface MemoryStoreOptions {
  readonly name: string;
  readonly versioned: boolean;
  readonly onCreated?: (info: ObjectInfo) => Promise<void>;
}

const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

const requireKey = (key: string): void => {
  const fault = keyFault(key);
  if (fault !== undefined) throw invalidKey(key, fault);
};

/** A bucket that lives as long as the process. */
export const createMemoryStore = ({ name, versioned, onCreated }: MemoryStoreOptions): ObjectStore => {
  const objects = new Map<string, Kept>();

  const find = (key: string, versionId?: string): Version | undefined => {
    requireKey(key);
    const kept = objects.get(key);
    if (versionId !== undefined) return kept?.versions.find(({ info }) => info.versionId === versionId);
    return kept?.deleted === false ? kept.versions.at(-1) : undefined;
  };

  const allow = (key: string, { ifAbsent, ifMatch }: PutOptions): void => {
    const current = find(key);
    if (ifAbsent === true && current !== undefined) throw new PreconditionFailed(`${key} exists`);
    if (ifMatch !== undefined && current?.info.etag !== ifMatch)
      throw new PreconditionFailed(`${key} is not the expected one`);
  };

  const keep = async (key: string, body: Uint8Array, options: PutOptions = {}): Promise<ObjectInfo> => {
    allow(key, options);
    const sha256 = createHash('sha256').update(body).digest('hex');
    const version = versioned ? { versionId: randomUUID() } : {};
    const info = { key, bytes: body.byteLength, etag: sha256, sha256, modifiedAt: new Date(), ...version };
    const before = versioned ? (objects.get(key)?.versions ?? []) : [];
    objects.set(key, { versions: [...before, { info, body }], deleted: false });
    await onCreated?.(info);
    return info;
  };

  const keys = (prefix: string): string[] =>
    [...objects.keys()].filter((key) => key.startsWith(prefix) && find(key) !== undefined).sort(byBytes);

  return {
    name,
    get: async (key, { versionId } = {}) => find(key, versionId),
    head: async (key, { versionId } = {}) => find(key, versionId)?.info,
    put: async (key, body, options) => keep(key, Uint8Array.from(Buffer.from(body)), options),
    putFile: async (key, path, { move, ...options } = {}) => {
      allow(key, options);
      const info = await keep(key, await readFile(path), options);
      if (move === true) await rm(path);
      return info;
    },
    file: async (key, folder, { versionId } = {}) => {
      const found = find(key, versionId);
      if (found === undefined) throw new ObjectNotFound(`there is no ${key}`);
      const path = join(folder, randomUUID());
      await writeFile(path, found.body);
      return path;
    },
    async *bytes(key, { from, to }, { versionId } = {}) {
      const found = find(key, versionId);
      if (found === undefined) throw new ObjectNotFound(`there is no ${key}`);
      if (from < to && from < found.body.byteLength) yield found.body.subarray(from, to);
    },
    copy: async (from, key) => {
      const source = await from.store.get(from.key);
      if (source === undefined) throw new ObjectNotFound(`there is no ${from.key}`);
      return keep(key, source.body);
    },
    async *list(prefix, { startAfter } = {}) {
      for (const key of keys(prefix)) {
        const found = startAfter === undefined || byBytes(key, startAfter) > 0 ? find(key) : undefined;
        if (found !== undefined) yield found.info;
      }
    },
    async *folders(prefix) {
      const found = keys(prefix).flatMap((key) => {
        const end = key.indexOf('/', prefix.length);
        return end < 0 ? [] : [key.slice(0, end + 1)];
      });
      yield* new Set(found);
    },
    delete: async (key) => {
      requireKey(key);
      const kept = objects.get(key);
      if (kept !== undefined) kept.deleted = true;
    },
    async *versions(prefix) {
      for (const [key, { versions, deleted }] of [...objects].sort(([a], [b]) => byBytes(a, b)))
        if (key.startsWith(prefix))
          for (const [index, { info }] of versions.entries())
            yield { ...info, isCurrent: !deleted && index === versions.length - 1 };
    },
    purge: async (key, { versionId } = {}) => {
      requireKey(key);
      const kept = objects.get(key);
      const left = kept?.versions.filter(
        ({ info }) => versionId !== undefined && info.versionId !== versionId,
      );
      if (kept === undefined || left === undefined) return;
      const isGone = left.length === 0 || left.at(-1) !== kept.versions.at(-1);
      if (left.length === 0) objects.delete(key);
      else objects.set(key, { versions: left, deleted: kept.deleted || isGone });
    },
  };
};
