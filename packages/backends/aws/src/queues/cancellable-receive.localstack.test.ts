import { topology } from '@wattline/topology';
import { describe, expect, test } from 'vitest';
import { openSqsClient } from '../clients.ts';
import { deadLettersName, queueName } from '../names.ts';
import { openAwsQueues } from '../open-aws-queues.ts';
import { provisionQueue } from '../provision/provision-queue.ts';
import { localstackConfig, onLocalStack } from '../testing/localstack.ts';

onLocalStack('a receiver that leaves', (endpoint) => {
  describe('a receiver that leaves', () => {
    test('does not keep the next message from the others', async () => {
      const config = localstackConfig(endpoint);
      const sqs = openSqsClient(config.sqs);
      await provisionQueue(sqs, {
        name: queueName(config.prefix, 'transform'),
        deadLettersName: deadLettersName(config.prefix, 'transform'),
        visibilitySeconds: 600,
        maxReceives: topology.queues.transform.maxReceives,
        senders: [],
      });
      const leaving = openAwsQueues(config);
      const staying = openAwsQueues(config);
      const stop = new AbortController();
      const wait = { max: 1, waitMs: 20_000, visibilityMs: 600_000 };
      const waiting = leaving.queues.transform.receive({ ...wait, signal: stop.signal });
      // Long enough for the wait to have reached the queue, or the test would show nothing.
      expect(await leaving.queues.transform.receive({ ...wait, waitMs: 1_000 })).toEqual([]);
      stop.abort();
      expect(await waiting).toEqual([]);
      await staying.queues.transform.send('next');
      const closed = leaving.close();
      const [message] = await staying.queues.transform.receive(wait);
      expect(message?.body).toBe('next');
      await closed;
      await staying.close();
      sqs.destroy();
    });
  });
});
