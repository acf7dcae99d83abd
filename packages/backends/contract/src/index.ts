export { UsageError } from '@wattline/errors';
export type { QueueName, StoreName } from '@wattline/topology';
export type {
  AdapterSettings,
  FleetAdapter,
  ObjectCreated,
  OpenQueues,
  OpenStores,
  QueueAdapter,
  QueueSettings,
  StoreAdapter,
  StoreSettings,
} from './adapter.ts';
export { InvalidKey, ObjectNotFound, PreconditionFailed } from './errors.ts';
export type { Fleet, FleetInstance, FleetService, FleetTask } from './fleet.ts';
export type {
  Message,
  MessageQueue,
  QueueDepth,
  ReceiveOptions,
  RenewalInThread,
  Renewer,
  SendOptions,
} from './message-queue.ts';
export { invalidKey, keyFault } from './object-key.ts';
export type {
  ByteSpan,
  ObjectBody,
  ObjectInfo,
  ObjectStore,
  PresignOptions,
  PutFileOptions,
  PutOptions,
  StoredVersion,
  UploadRequest,
} from './object-store.ts';
