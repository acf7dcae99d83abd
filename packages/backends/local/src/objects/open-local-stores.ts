import { join } from 'node:path';
import type { ObjectCreated } from '@wattline/backend-contract';
import type { QueueName, StoreName, Topology } from '@wattline/topology';
import { type DirectoryStore, openDirectoryStore } from './open-directory-store.ts';

export interface LocalStoresOptions {
  readonly folder: string;
  readonly topology: Topology;
  /** Sends a new object's event to the queue. If left out, another process's `reconcile` sends it. */
  readonly notify?: (queue: QueueName, created: ObjectCreated) => Promise<void>;
  /** For a folder whose files are not edited in place: see DirectoryStoreOptions. */
  readonly linked?: boolean;
}

/** The four stores, each a folder of its own name in `folder`. */
export const openLocalStores = async ({
  folder,
  topology,
  notify,
  linked = false,
}: LocalStoresOptions): Promise<Record<StoreName, DirectoryStore>> => {
  const open = (name: StoreName) => {
    const { versioned, notifies } = topology.stores[name];
    return openDirectoryStore({
      name,
      folder: join(folder, name),
      versioned,
      linked,
      ...(notifies && { notifiesPrefix: notifies.prefix }),
      ...(notifies &&
        notify && {
          onCreated: ({ key, bytes, etag, versionId, sequencer, modifiedAt: at }) =>
            notify(notifies.queue, {
              bucket: name,
              key,
              bytes,
              etag,
              sequencer,
              at,
              ...(versionId !== undefined && { versionId }),
            }),
        }),
    });
  };
  const [staging, features, models, results] = await Promise.all([
    open('staging'),
    open('features'),
    open('models'),
    open('results'),
  ]);
  return { staging, features, models, results };
};
