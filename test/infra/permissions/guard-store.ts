import { type ByteSpan, ObjectNotFound, type ObjectStore } from '@wattline/backend-contract';
import type { Request } from '../policy/evaluate.ts';
import { s3Requests } from './s3-requests.ts';

/** Throws where one of them is refused. */
export type Ask = (requests: readonly Request[]) => void;

interface Guarded {
  readonly store: ObjectStore;
  readonly requests: ReturnType<typeof s3Requests>;
}

const guarded = new WeakMap<ObjectStore, Guarded>();

const conditional = (options: { ifAbsent?: boolean; ifMatch?: string } = {}): boolean =>
  options.ifAbsent === true || options.ifMatch !== undefined;

/** A store that asks before each call for what S3 would ask of the role, were the store this bucket. */
export const guardStore = (store: ObjectStore, bucketArn: string, ask: Ask): ObjectStore => {
  const requests = s3Requests(bucketArn);
  const unlessMissing = async <T>(work: Promise<T | undefined>): Promise<T | undefined> => {
    const found = await work;
    if (found === undefined) ask(requests.missing());
    return found;
  };
  const { bytes } = store;
  const guard: ObjectStore = {
    name: store.name,
    get: async (key, options) => {
      ask(requests.read(key, options?.versionId));
      return unlessMissing(store.get(key, options));
    },
    head: async (key, options) => {
      ask(requests.read(key, options?.versionId));
      return unlessMissing(store.head(key, options));
    },
    put: async (key, body, options) => {
      ask(requests.put(key, conditional(options)));
      return store.put(key, body, options);
    },
    putFile: async (key, path, options) => {
      ask(requests.putFile(key, conditional(options)));
      return store.putFile(key, path, options);
    },
    file: async (key, folder, options) => {
      ask(requests.read(key, options?.versionId));
      return store.file(key, folder, options).catch((error: unknown) => {
        if (error instanceof ObjectNotFound) ask(requests.missing());
        throw error;
      });
    },
    ...(bytes !== undefined && {
      async *bytes(key: string, span: ByteSpan, options?: { versionId?: string }) {
        ask(requests.read(key, options?.versionId));
        try {
          yield* bytes(key, span, options);
        } catch (error) {
          if (error instanceof ObjectNotFound) ask(requests.missing());
          throw error;
        }
      },
    }),
    copy: async (from, key) => {
      const source = guarded.get(from.store);
      if (source === undefined) throw new Error(`${from.store.name} is not guarded`);
      ask([...source.requests.read(from.key), ...requests.copyTo(key)]);
      return store.copy({ store: source.store, key: from.key }, key);
    },
    list: (prefix, options) => {
      ask(requests.list(prefix));
      return store.list(prefix, options);
    },
    folders: (prefix) => {
      ask(requests.list(prefix));
      return store.folders(prefix);
    },
    delete: async (key) => {
      ask(requests.delete(key));
      return store.delete(key);
    },
    versions: (prefix) => {
      ask(requests.versions(prefix));
      return store.versions(prefix);
    },
    purge: async (key, options) => {
      ask(requests.purge(key, options?.versionId));
      return store.purge(key, options);
    },
  };
  guarded.set(guard, { store, requests });
  return guard;
};
