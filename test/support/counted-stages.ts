import { randomUUID } from 'node:crypto';
import { copyFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { MessageQueue, ObjectStore } from '@wattline/backend-contract';
import type { Backend } from '@wattline/worker';

/** What was asked of stores and queues. */
export interface Requests {
  puts: number;
  gets: number;
  lists: number;
  messages: number;
}

type Kind = keyof Requests;

const kinds: Readonly<Record<string, Kind>> = {
  put: 'puts',
  putFile: 'puts',
  copy: 'puts',
  get: 'gets',
  head: 'gets',
  bytes: 'gets',
  list: 'lists',
  folders: 'lists',
  versions: 'lists',
};

/** A view of a backend of this machine as workers on others have it, and what is asked of it. */
export const countedView = <Own extends Pick<Backend, 'stores' | 'queues'>>(
  backend: Own,
): { readonly view: Own; readonly requests: Requests } => {
  const requests: Requests = { puts: 0, gets: 0, lists: 0, messages: 0 };
  const plain = new Map<unknown, ObjectStore>();
  const counted = (store: ObjectStore): ObjectStore => {
    const proxy: ObjectStore = new Proxy(store, {
      get: (target, method: keyof ObjectStore) => {
        // Objects are no files on a machine of workers: they are brought, in one piece or in spans.
        if (method === 'link') return undefined;
        if (method === 'file')
          return async (key: string, folder: string, options?: { versionId?: string }) => {
            requests.gets += 1;
            const path = join(folder, randomUUID() + extname(key));
            await copyFile(await target.file(key, folder, options), path);
            return path;
          };
        const own: unknown = target[method];
        if (typeof own !== 'function') return own;
        return (...given: unknown[]) => {
          const kind = kinds[method];
          if (kind !== undefined) requests[kind] += 1;
          if (method !== 'copy') return Reflect.apply(own, target, given);
          const from = given[0] as Parameters<ObjectStore['copy']>[0];
          return target.copy({ ...from, store: plain.get(from.store) ?? from.store }, String(given[1]));
        };
      },
    });
    plain.set(proxy, store);
    return proxy;
  };
  const { staging, features, models, results } = backend.stores;
  const sending = (queue: MessageQueue): MessageQueue =>
    new Proxy(queue, {
      get: (target, method: keyof MessageQueue) => {
        const own: unknown = target[method];
        if (typeof own !== 'function') return own;
        return (...given: unknown[]) => {
          if (method === 'send') requests.messages += 1;
          return Reflect.apply(own, target, given);
        };
      },
    });
  const { ingest, transform, aggregate, publish, events } = backend.queues;
  const view = {
    ...backend,
    stores: {
      staging: counted(staging),
      features: counted(features),
      models: counted(models),
      results: counted(results),
    },
    queues: {
      ingest: sending(ingest),
      transform: sending(transform),
      aggregate: sending(aggregate),
      publish: sending(publish),
      events: sending(events),
    },
  };
  return { view, requests };
};
