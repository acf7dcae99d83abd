import { setTimeout as sleep } from 'node:timers/promises';
import { type BatchResultErrorEntry, DeleteMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Message } from '@wattline/backend-contract';
import DataLoader from 'dataloader';
import { isStaleCode } from './sqs-error.ts';

/** The most that SQS takes in one request. */
const MAX_BATCH = 10;
/** How long the first of a batch waits for others. */
const GATHER_MS = 5;
/** Of single messages; whole requests are retried by the client. */
const RETRY_PAUSES_MS = [100, 400, 1_600];

export interface DeleteByTensOptions {
  readonly client: SQSClient;
  readonly url: () => Promise<string>;
  /** Whether the delivery is still this receiver's: SQS deletes by a stale handle without an error. */
  readonly isHeld: (message: Message) => boolean;
}

type Result = boolean | Error;

const resultOf = ({ Code = '', Message = '' }: BatchResultErrorEntry): Result =>
  isStaleCode(Code, Message) ? false : Object.assign(new Error(Message || Code), { name: Code });

/**
 * Deletes the messages of calls that come close together in one request. False: the receipt handle is stale. Rejects for
 * each message that SQS did not delete after some tries.
 */
export const deleteByTens = ({
  client,
  url,
  isHeld,
}: DeleteByTensOptions): ((message: Message) => Promise<boolean>) => {
  /** One request. What is neither deleted nor refused for good is left out of the answer, or has an error to try again. */
  const send = async (messages: readonly Message[]): Promise<Map<Message, Result>> => {
    const Entries = messages.map(({ receiptHandle }, index) => ({
      Id: String(index),
      ReceiptHandle: receiptHandle,
    }));
    const command = new DeleteMessageBatchCommand({ QueueUrl: await url(), Entries });
    const { Successful = [], Failed = [] } = await client.send(command);
    const results = new Map<Message, Result>();
    const set = (id: string | undefined, result: Result): void => {
      const message = messages[Number(id)];
      if (message !== undefined) results.set(message, result);
    };
    for (const { Id } of Successful) set(Id, true);
    for (const entry of Failed) set(entry.Id, resultOf(entry));
    return results;
  };

  const deleteAll = async (messages: readonly Message[]): Promise<Result[]> => {
    const results = new Map<Message, Result>();
    let left = messages;
    for (const pauseMs of [0, ...RETRY_PAUSES_MS]) {
      if (left.length === 0) break;
      if (pauseMs > 0) await sleep(pauseMs);
      for (const message of left) if (!isHeld(message)) results.set(message, false);
      left = left.filter(isHeld);
      if (left.length > 0) for (const [message, result] of await send(left)) results.set(message, result);
      left = left.filter((message) => typeof results.get(message) !== 'boolean');
    }
    return messages.map(
      (message) => results.get(message) ?? new Error(`SQS does not say whether it deleted ${message.id}`),
    );
  };

  const loader = new DataLoader<Message, boolean>(deleteAll, {
    cache: false,
    maxBatchSize: MAX_BATCH,
    batchScheduleFn: (sendBatch) => setTimeout(sendBatch, GATHER_MS),
  });
  return (message) => loader.load(message);
};
