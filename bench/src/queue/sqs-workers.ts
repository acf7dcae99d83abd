import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  SendMessageBatchCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { openSqsClient, openSqsQueue } from '@wattline/backend-aws';
import { Consumer } from 'sqs-consumer';
import type { Load, Worker } from './load.ts';
import { workOffWith } from './wattline-worker.ts';

const BATCH = 10;
const REGION = 'eu-central-1';

interface OwnQueue {
  readonly client: SQSClient;
  readonly url: string;
  fill(bodies: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

const createQueue = async (client: SQSClient): Promise<OwnQueue> => {
  const { QueueUrl: url = '' } = await client.send(
    new CreateQueueCommand({ QueueName: `bench-${randomUUID()}`, Attributes: { VisibilityTimeout: '60' } }),
  );
  return {
    client,
    url,
    fill: async (bodies) => {
      for (let from = 0; from < bodies.length; from += BATCH) {
        const Entries = bodies
          .slice(from, from + BATCH)
          .map((MessageBody, index) => ({ Id: String(index), MessageBody }));
        await client.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
      }
    },
    close: async () => {
      await client.send(new DeleteQueueCommand({ QueueUrl: url }));
      client.destroy();
    },
  };
};

/** Wattline's worker on SQS. */
export const createSqsWorker = async (endpoint: string): Promise<Worker> => {
  const own = await createQueue(openSqsClient({ region: REGION, endpoint }));
  const queue = openSqsQueue({ client: own.client, url: own.url, name: 'bench' });
  return {
    fill: own.fill,
    workOff: (load, atOnce) => workOffWith(queue, load, atOnce),
    close: async () => {
      await queue.settle();
      await own.close();
    },
  };
};

/** sqs-consumer alone on SQS: it asks for as many messages as may be in flight at once, and again when all of them are done. */
export const createConsumerWorker = async (endpoint: string): Promise<Worker> => {
  const own = await createQueue(new SQSClient({ region: REGION, endpoint, useQueueUrlAsEndpoint: false }));
  const workOff = ({ messages, slowMs }: Load, atOnce: number): Promise<void> =>
    new Promise((resolve, reject) => {
      let done = 0;
      const consumer = Consumer.create({
        queueUrl: own.url,
        sqs: own.client,
        batchSize: atOnce,
        waitTimeSeconds: 20,
        visibilityTimeout: 60,
        handleMessage: async (message) => {
          const { subject } = JSON.parse(message.Body ?? '{}') as { subject: string };
          if (subject.startsWith('slow-')) await sleep(slowMs);
          return message;
        },
      });
      consumer.on('error', reject);
      consumer.on('processing_error', reject);
      consumer.on('message_processed', () => {
        done += 1;
        if (done < messages) return;
        consumer.stop({ abort: true });
        resolve();
      });
      consumer.start();
    });
  return { fill: own.fill, workOff, close: own.close };
};
