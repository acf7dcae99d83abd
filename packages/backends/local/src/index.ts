export {
  fleetAdapter as supervisorAdapter,
  queueAdapter as sqliteAdapter,
  storeAdapter as directoryAdapter,
} from './adapters.ts';
export { copyHashed } from './copy-hashed.ts';
export { askSupervisor } from './fleet/ask-supervisor.ts';
export { leanEnvironment, leanFlags } from './fleet/service-process.ts';
export { superviseProcesses } from './fleet/supervise.ts';
export type { ProcessExit, SupervisedService, SuperviseOptions, Supervision } from './fleet/supervision.ts';
export { LocalFileError } from './local-file-error.ts';
export { FolderInUse, type FolderLock, isFolderInUse, lockFolder } from './lock.ts';
export type { CreatedObject } from './objects/notifier.ts';
export {
  type DirectoryStore,
  type DirectoryStoreOptions,
  openDirectoryStore,
} from './objects/open-directory-store.ts';
export { type LocalStoresOptions, openLocalStores } from './objects/open-local-stores.ts';
export type { StagingLog } from './objects/staging/candidates.ts';
export {
  type StagingWatch,
  type WatchStagingOptions,
  watchStaging,
} from './objects/staging/watch-staging.ts';
export { eraseMessages, type NamingMessages } from './queues/erase-messages.ts';
export { type HeldMessage, type LocalQueues, openLocalQueues } from './queues/open-local-queues.ts';
