import type { QueueName, StoreName, Topology } from '@wattline/topology';
import type { Fleet } from './fleet.ts';
import type { MessageQueue } from './message-queue.ts';
import type { ObjectStore } from './object-store.ts';

/** An object that was created in a store. */
export interface ObjectCreated {
  readonly bucket: string;
  readonly key: string;
  readonly bytes: number;
  readonly etag: string;
  readonly versionId?: string;
  /** Orders the events of one key: greater is later. */
  readonly sequencer?: string;
  readonly at: Date;
}

/** What every adapter is opened with. */
export interface AdapterSettings {
  /** Where an adapter reads settings of its own; it throws UsageError that names each wrong one. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly topology: Topology;
  /** An absolute path, for what is kept on this machine. It may not exist yet. */
  readonly dataDir: string;
}

export interface StoreSettings extends AdapterSettings {
  /** Checked once when the stores are opened: an error then names what does not answer. */
  readonly needs: readonly StoreName[];
  /** Present where the store's own announcements would not reach the chosen queues: call it for each new object. */
  readonly onCreated?: (queue: QueueName, created: ObjectCreated) => Promise<void>;
}

export interface OpenStores {
  readonly stores: Readonly<Record<StoreName, ObjectStore>>;
  /** Where people copy files into a folder that is a store: takes the file that is there by now as an object. */
  takeFile?(store: StoreName, key: string): Promise<void>;
  close(): Promise<void>;
}

export interface StoreAdapter {
  /** The queue adapter that the store itself announces new objects to; absent if there is none. */
  readonly announcesTo?: string;
  /** A folder on the objects' own disk, from which files are moved into the stores without a copy. */
  scratchIn?(settings: AdapterSettings): string;
  open(settings: StoreSettings): Promise<OpenStores>;
}

export interface QueueSettings extends AdapterSettings {
  readonly needs: readonly QueueName[];
}

export interface OpenQueues {
  readonly queues: Readonly<Record<QueueName, MessageQueue>>;
  close(): Promise<void>;
}

export interface QueueAdapter {
  open(settings: QueueSettings): Promise<OpenQueues>;
}

export interface FleetAdapter {
  open(settings: AdapterSettings): Promise<Fleet>;
}
