export { LocalFileError } from './local-file-error.ts';
export { FolderInUse, type FolderLock, lockFolder } from './lock.ts';
export type { CreatedObject } from './objects/announcer.ts';
export {
  type DirectoryStore,
  type DirectoryStoreOptions,
  openDirectoryStore,
} from './objects/open-directory-store.ts';
export { type LocalStoresOptions, type ObjectCreated, openLocalStores } from './objects/open-local-stores.ts';
export { type LocalQueues, openLocalQueues } from './queues/open-local-queues.ts';
