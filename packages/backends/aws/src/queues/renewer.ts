import type { Renewer } from '@wattline/backend-contract';
import { openSqsClient, type ServiceAddress } from '../clients.ts';
import { changeVisibility } from './change-visibility.ts';
import { queueUrl } from './queue-url.ts';

export interface RenewerOptions {
  readonly sqs: ServiceAddress;
  /** The queue's name. */
  readonly name: string;
}

/** Loaded by a thread: a client of its own. */
export const openRenewer = ({ sqs, name }: RenewerOptions): Renewer => {
  const client = openSqsClient(sqs);
  const find = queueUrl(client, name);
  return {
    changeVisibility: async (message, visibilityMs) =>
      changeVisibility(client, await find(), message, visibilityMs),
  };
};
