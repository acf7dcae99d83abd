import { describe } from 'vitest';
import {
  createQueueContext,
  type MakeMessageQueue,
  type MessageQueueContractOptions,
} from './queues/context.ts';
import { checkDeadLetters } from './queues/dead-letters.ts';
import { checkDeliveries } from './queues/deliveries.ts';
import { checkGroups } from './queues/groups.ts';
import { checkLoads } from './queues/loads.ts';
import { checkLooks } from './queues/looks.ts';

/**
 * What a stage may rely on, whichever the queue. Every test makes a queue of its own and all run at once;
 * times are in whole seconds, nothing is asserted of order, and whatever takes a while is awaited with a deadline.
 */
export const describeMessageQueue = (
  name: string,
  make: MakeMessageQueue,
  options: MessageQueueContractOptions = {},
): void => {
  describe.concurrent(`${name} as a MessageQueue`, () => {
    const context = createQueueContext(make, options);
    checkDeliveries(context);
    checkDeadLetters(context);
    checkLooks(context);
    checkLoads(context);
    checkGroups(context);
  });
};
