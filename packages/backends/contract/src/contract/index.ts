export { describeFleet, type FleetFixture } from './fleet.ts';
export { describeMessageQueue } from './message-queue.ts';
export { describeObjectStore } from './object-store.ts';
export type { CreatedEvent, ObjectStoreFixture } from './objects/context.ts';
export type { MakeMessageQueue } from './queues/context.ts';
