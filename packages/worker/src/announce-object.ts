import type { MessageQueue } from '@wattline/backend-contract';
import { type ObjectCreated, writeObjectCreated } from './object-created.ts';
import { datasetOf } from './upload.ts';

/** Sends what S3 would of a new object; uploads of one dataset are a group, which S3 cannot say. */
export const announceObject = (queue: MessageQueue, created: ObjectCreated): Promise<void> => {
  const group = datasetOf(created.key);
  return queue.send(writeObjectCreated(created), group === undefined ? {} : { group });
};
