export { describeMessageQueue } from './message-queue.ts';
export { type CreatedEvent, describeObjectStore, type ObjectStoreFixture } from './object-store.ts';
