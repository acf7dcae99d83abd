import type { ObjectStore } from '../../object-store.ts';

/** What a notification says about a new object. */
export interface CreatedEvent {
  readonly key: string;
  readonly bytes: number;
  readonly etag: string;
  readonly versionId?: string;
}

export interface ObjectStoreFixture {
  readonly store: ObjectStore;
  /** Another store of the same kind, which keeps versions. */
  readonly versioned: ObjectStore;
  /** What came so far of puts to `versioned` under `staging-directory/`; the suite asks again until it is there. */
  readonly created?: () => Promise<readonly CreatedEvent[]>;
  close(): Promise<void>;
}

/** What the tests share: to be read inside of tests only. */
export interface ContractContext extends Pick<ObjectStoreFixture, 'store' | 'versioned'> {
  readonly created: ObjectStoreFixture['created'] | undefined;
  /** A folder for files. */
  readonly scratch: string;
  /** A prefix that no other test uses. */
  fresh(): string;
  textOf(store: ObjectStore, key: string, versionId?: string): Promise<string | undefined>;
  /** The keys that `store` lists. */
  keysOf(prefix: string, startAfter?: string): Promise<string[]>;
}
