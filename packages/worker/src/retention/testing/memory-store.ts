import { type ObjectInfo, type ObjectStore, PreconditionFailed } from '@wattline/backend-contract';

export interface MemoryStore {
  readonly objects: Map<string, { readonly body: string; readonly at: number }>;
  /** The store as one process sees it: `before` each request, which may fail it. */
  as(before: () => Promise<void>): ObjectStore;
}

/** A store that several processes share, with a clock that a test sets. */
export const createMemoryStore = (now: () => number): MemoryStore => {
  const objects: MemoryStore['objects'] = new Map();
  const infoOf = (key: string): ObjectInfo | undefined => {
    const found = objects.get(key);
    return found && { key, bytes: found.body.length, etag: found.body, modifiedAt: new Date(found.at) };
  };
  const keysBelow = (prefix: string): string[] =>
    [...objects.keys()].filter((key) => key.startsWith(prefix)).sort();
  return {
    objects,
    as: (before) => {
      const store: Pick<
        ObjectStore,
        'name' | 'get' | 'head' | 'put' | 'list' | 'folders' | 'delete' | 'versions' | 'purge'
      > = {
        name: 'memory',
        head: async (key) => {
          await before();
          return infoOf(key);
        },
        get: async (key) => {
          await before();
          const [info, found] = [infoOf(key), objects.get(key)];
          return info && found && { info, body: new TextEncoder().encode(found.body) };
        },
        put: async (key, body, { ifAbsent, ifMatch } = {}) => {
          await before();
          if (ifAbsent === true && objects.has(key)) throw new PreconditionFailed(key);
          if (ifMatch !== undefined && objects.get(key)?.body !== ifMatch) throw new PreconditionFailed(key);
          objects.set(key, { body: String(body), at: now() });
          return infoOf(key) as ObjectInfo;
        },
        async *list(prefix, { startAfter = '' } = {}) {
          await before();
          for (const key of keysBelow(prefix).filter((one) => one > startAfter)) {
            const info = infoOf(key);
            if (info !== undefined) yield info;
          }
        },
        async *folders(prefix) {
          await before();
          const names = keysBelow(prefix).flatMap((key) => /^[^/]*\//.exec(key.slice(prefix.length)) ?? []);
          for (const name of new Set(names)) yield prefix + name;
        },
        delete: async (key) => {
          await before();
          objects.delete(key);
        },
        async *versions(prefix) {
          for await (const info of store.list(prefix)) yield { ...info, isCurrent: true };
        },
        purge: (key) => store.delete(key),
      };
      return store as ObjectStore;
    },
  };
};
