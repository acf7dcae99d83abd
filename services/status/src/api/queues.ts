import { z } from '@hono/zod-openapi';
import {
  DeadLetterList,
  PurgeRequest,
  QueueList,
  QueueName as QueueNameSchema,
  Redriven,
  RedriveRequest,
} from '@wattline/api';
import type { MessageQueue } from '@wattline/backend-contract';
import {
  createRouter,
  jsonAnswer,
  jsonBody,
  notFound,
  problemAnswers,
  RequestProblem,
  type Router,
  readRoute,
  writeRoute,
} from '@wattline/http';
import { QueueName } from '@wattline/topology';
import pMap from 'p-map';
import type { StatusDeps } from '../deps.ts';
import { explainDeadLetter } from '../queues/explain-dead-letter.ts';
import { wholeNumberOr } from './query-values.ts';

const QueueParams = z.object({ queue: QueueNameSchema });

const MAX_BODY_CHARACTERS = 20_000;
const CONCURRENT_READS = 8;

const list = readRoute({
  method: 'get',
  path: '/queues',
  tags: ['queues'],
  summary: 'Every queue: messages waiting, in flight and dead-lettered',
  responses: { 200: jsonAnswer(QueueList, 'The queues, in the order of the stages'), ...problemAnswers() },
});

const deadLetters = readRoute({
  method: 'get',
  path: '/queues/{queue}/dead-letters',
  tags: ['queues'],
  summary: 'Dead letters, and why each failed',
  request: { params: QueueParams, query: z.object({ limit: wholeNumberOr(50, 1, 200) }) },
  responses: { 200: jsonAnswer(DeadLetterList, 'Some of the dead letters'), ...problemAnswers() },
});

const redrive = writeRoute('queue.redriven', {
  method: 'post',
  path: '/queues/{queue}/redrives',
  tags: ['queues'],
  summary: 'Moves dead letters back into the queue: the one named, or all',
  request: { params: QueueParams, body: jsonBody(RedriveRequest) },
  responses: { 200: jsonAnswer(Redriven, 'How many were moved'), ...problemAnswers(404, 413, 415, 507) },
});

const purge = writeRoute('queue.purged', {
  method: 'post',
  path: '/queues/{queue}/purges',
  tags: ['queues'],
  summary: 'Deletes messages for good; `confirm` repeats the queue’s name',
  request: { params: QueueParams, body: jsonBody(PurgeRequest) },
  responses: { 204: { description: 'They are gone' }, ...problemAnswers(409, 413, 415, 507) },
});

const unconfirmed = (queue: string): RequestProblem =>
  new RequestProblem(400, 'CONFIRMATION_MISSING', 'confirm is not the name of the queue', {
    remedy: `send confirm: ${queue} to delete the messages for good`,
  });

const letterUnknown = (id: string) =>
  notFound(
    'DEAD_LETTER_UNKNOWN',
    `there is no dead letter ${JSON.stringify(id)} to move`,
    'look at the dead letters that there are now; one that is being looked at can be moved a little later',
  );

/** SQS purges a queue once a minute. */
const isPurging = (error: unknown): boolean =>
  error instanceof Error && /PurgeQueueInProgress/.test(error.name);

const purging = (cause: unknown): RequestProblem =>
  new RequestProblem(409, 'PURGE_UNDER_WAY', 'the queue is being purged', {
    remedy: 'wait a minute, then look at what is left',
    cause,
  });

export const createQueueRoutes = ({ backend, log }: StatusDeps): Router => {
  const { queues, stores } = backend;

  const look = async (name: QueueName) => {
    const queue = queues[name];
    const [depth, dead] = await Promise.all([queue.depth(), queue.deadLetters?.depth()]);
    return { name, ...depth, deadLetters: dead === undefined ? 0 : dead.visible + dead.inFlight };
  };

  const chosen = (name: QueueName, what: 'messages' | 'dead-letters'): MessageQueue | undefined =>
    what === 'messages' ? queues[name] : queues[name].deadLetters;

  const router = createRouter();
  router.openapi(list, async (context) =>
    context.json({ queues: await Promise.all(QueueName.options.map(look)) }, 200),
  );
  router.openapi(deadLetters, async (context) => {
    const { queue } = context.req.valid('param');
    const { limit } = context.req.valid('query');
    const letters = queues[queue].deadLetters;
    const [depth, messages] = await Promise.all([letters?.depth(), letters?.peek(limit) ?? []]);
    const described = await pMap(
      messages,
      async (message) => ({
        id: message.id,
        sentAt: message.sentAt.toISOString(),
        receiveCount: message.receiveCount,
        body: message.body.slice(0, MAX_BODY_CHARACTERS),
        ...(await explainDeadLetter(stores, queue, message)),
      }),
      { concurrency: CONCURRENT_READS },
    );
    const total = Math.max(described.length, depth === undefined ? 0 : depth.visible + depth.inFlight);
    return context.json({ deadLetters: described, total }, 200);
  });
  router.openapi(redrive, async (context) => {
    const { queue } = context.req.valid('param');
    const { id } = context.req.valid('json');
    const moved = await queues[queue].redrive(id === undefined ? {} : { id });
    if (id !== undefined && moved === 0) throw letterUnknown(id);
    log.info({ queue, moved }, 'dead letters were moved back');
    return context.json({ moved }, 200);
  });
  router.openapi(purge, async (context) => {
    const { queue } = context.req.valid('param');
    const { what, confirm } = context.req.valid('json');
    if (confirm !== queue) throw unconfirmed(queue);
    try {
      await chosen(queue, what)?.purge();
    } catch (error) {
      throw isPurging(error) ? purging(error) : error;
    }
    context.set('changed', `${queue} ${what}`);
    log.warn({ queue, what }, 'messages were purged');
    return context.body(null, 204);
  });
  return router;
};
