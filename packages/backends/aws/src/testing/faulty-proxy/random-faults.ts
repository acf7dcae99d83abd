import { createHash } from 'node:crypto';
import type { Decide, ProxiedRequest } from './faulty-proxy.ts';

/** From 0 to below 1; the same seed gives the same numbers. */
const createChance = (seed: number): (() => number) => {
  let count = 0;
  return () => {
    count += 1;
    return createHash('sha256').update(`${seed}/${count}`).digest().readUInt32BE() / 2 ** 32;
  };
};

/** SQS and S3 have one endpoint on LocalStack. */
const isForSqs = ({ headers }: ProxiedRequest): boolean =>
  String(headers['x-amz-target']).startsWith('AmazonSQS.');

/** S3 says 409 to nothing but a put under conditions, while another is under way. */
const isConditional = ({ headers }: ProxiedRequest): boolean =>
  headers['if-none-match'] !== undefined || headers['if-match'] !== undefined;

interface FaultCounts {
  readonly unavailable: number;
  readonly unanswered: number;
  readonly conflicts: number;
}

interface RandomFaults {
  readonly decide: Decide;
  counts(): FaultCounts;
}

/**
 * Faults for a share of the requests to S3, until there were so many: 503 instead of doing it, 503 after having done it,
 * and 409 to puts under conditions.
 */
export const failAtRandom = ({
  seed,
  share,
  most,
}: {
  seed: number;
  share: number;
  most: number;
}): RandomFaults => {
  const chance = createChance(seed);
  const counts = { unavailable: 0, unanswered: 0, conflicts: 0 };
  return {
    decide: (request) => {
      const count = counts.unavailable + counts.unanswered + counts.conflicts;
      if (isForSqs(request) || count >= most || chance() >= share) return undefined;
      if (request.method === 'PUT' && isConditional(request) && chance() < 0.5) {
        counts.conflicts += 1;
        return { refuse: 409 };
      }
      if (chance() < 0.5) {
        counts.unanswered += 1;
        return { lose: 503 };
      }
      counts.unavailable += 1;
      return { refuse: 503 };
    },
    counts: () => ({ ...counts }),
  };
};

interface Repeats {
  readonly decide: Decide;
  counts(): { readonly repeated: number };
}

/** Sends each message to SQS so many times, each time held back for another while, so that their order is any. */
export const repeatSends = ({
  seed,
  copies,
  longestDelayS,
}: {
  seed: number;
  copies: number;
  longestDelayS: number;
}): Repeats => {
  const chance = createChance(seed);
  // What a copy makes a service send again is not multiplied once more.
  const seen = new Set<string>();
  return {
    decide: ({ headers, body }) => {
      if (headers['x-amz-target'] !== 'AmazonSQS.SendMessage') return undefined;
      const command = JSON.parse(body.toString()) as { QueueUrl: string; MessageBody: string };
      const { id } = JSON.parse(command.MessageBody) as { id: string };
      const key = `${command.QueueUrl} ${id}`;
      if (seen.has(key)) return undefined;
      seen.add(key);
      const delayed = () => ({ ...command, DelaySeconds: Math.floor(chance() * (longestDelayS + 1)) });
      return { instead: Array.from({ length: copies }, () => Buffer.from(JSON.stringify(delayed()))) };
    },
    counts: () => ({ repeated: seen.size }),
  };
};
