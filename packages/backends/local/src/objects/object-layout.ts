import type { ObjectInfo, StoredVersion } from '@wattline/backend-contract';
import type { CurrentFile } from './tree.ts';

/** A finished file that waits in the scratch folder to become an object. */
export interface Prepared {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  /** A second file of the same bytes, where one was asked for and made at once. */
  readonly copy?: string;
}

/** An object and the file that holds its bytes; small ones come with them. */
export interface Found {
  readonly path: string;
  readonly info: ObjectInfo;
  readonly body?: Uint8Array;
}

interface Ready {
  place(key: string, tick: string): Promise<ObjectInfo>;
  /** Removes what was not placed. */
  abandon(): Promise<void>;
}

/** How a store keeps its objects. `place`, `remove` and `purge` are called with the key's lock held. */
export interface ObjectLayout {
  find(key: string, versionId?: string): Promise<Found | undefined>;
  /** Whatever takes long, before the lock is taken. */
  ready(prepared: Prepared): Promise<Ready>;
  remove(key: string, current: CurrentFile): Promise<void>;
  versions(prefix: string): AsyncIterable<StoredVersion>;
  /** @param versionId without it, all versions */
  purge(key: string, versionId: string | undefined): Promise<void>;
}
