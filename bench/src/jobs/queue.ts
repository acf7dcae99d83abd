import { join } from 'node:path';
import { z } from 'zod';
import type { Job } from '../job.ts';
import { type LocalStack, startLocalStack } from '../localstack.ts';
import { measure } from '../measure.ts';
import type { Load } from '../queue/load.ts';
import { median } from '../side-by-side.ts';

const AT_ONCE = 10;
const QUICK: Load = { messages: 1_000, slowEvery: 0, slowMs: 0 };
const MIXED: Load = { messages: 300, slowEvery: 10, slowMs: 1_000 };

const Timed = z.object({ seconds: z.number() });

const workers = [
  { id: 'sqs', name: 'Wattline on SQS' },
  { id: 'consumer', name: 'sqs-consumer 15.0.3 on SQS' },
  { id: 'local', name: 'Wattline on the local queue' },
] as const;
type WorkerId = (typeof workers)[number]['id'];

type Seconds = Readonly<Record<WorkerId, number[]>>;

/** Each worker once a round, in turn, each a fresh process with a fresh queue. */
const workOff = async (
  { endpoint }: LocalStack,
  load: Load,
  rounds: number,
  log: (text: string) => void,
): Promise<Seconds> => {
  const seconds: Seconds = { sqs: [], consumer: [], local: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const { id, name } of workers) {
      const { stdout } = await measure({
        program: join('node_modules', '.bin', 'node'),
        args: ['bench/src/queue/work-off.ts', id, endpoint, JSON.stringify(load), String(AT_ONCE)],
        env: { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
      });
      const one = Timed.parse(JSON.parse(stdout)).seconds;
      seconds[id].push(one);
      log(`  round ${round + 1}  ${name}  ${(load.messages / one).toFixed(0)} messages a second`);
    }
  }
  return seconds;
};

const perSecond = (load: Load, seconds: readonly number[]): string =>
  (load.messages / median(seconds)).toFixed(0);

/** How many messages that ask for nothing one worker process works off, beside the usual library. */
export const queue: Job = {
  name: 'queue',
  run: async ({ rounds = 5, log }) => {
    const localstack = await startLocalStack();
    try {
      const quick = await workOff(localstack, QUICK, rounds, log);
      const mixed = await workOff(localstack, MIXED, rounds, log);
      const ratio = (seconds: Seconds): number => median(seconds.sqs) / median(seconds.consumer);
      const slow = `${MIXED.slowMs / 1_000} s`;
      return {
        result: {
          title: 'Messages of one worker process',
          about: `${QUICK.messages} messages that ask for nothing, and ${MIXED.messages} of which one in ten takes ${slow}, ${AT_ONCE} at once, worked off by one process from the same LocalStack: Wattline’s worker with every run in its ledger (in memory) settled, and plain sqs-consumer with an empty handler. Median of ${rounds} rounds.`,
          header: ['messages a second', 'no-op', `one in ten takes ${slow}`],
          rows: workers.map(({ id, name }) => [
            name,
            perSecond(QUICK, quick[id]),
            perSecond(MIXED, mixed[id]),
          ]),
          aims: [
            {
              what: 'time for no-op messages on SQS, compared to sqs-consumer',
              limit: 1,
              unit: '×',
              measured: ratio(quick),
            },
            {
              what: 'time for the mix with slow messages on SQS, compared to sqs-consumer',
              limit: 1,
              unit: '×',
              measured: ratio(mixed),
            },
          ],
          notes: [],
        },
        failures: [],
      };
    } finally {
      await localstack.stop();
    }
  },
};
