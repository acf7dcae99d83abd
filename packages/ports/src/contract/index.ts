export { describeMessageQueue } from './message-queue.ts';
