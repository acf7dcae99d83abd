import { z } from '@hono/zod-openapi';
import {
  Cursor,
  ReplayAccepted,
  ReplayRequest,
  RunPage,
  RunReceipt,
  RunStatus,
  RunSummary,
} from '@wattline/api';
import { createRouter, jsonAnswer, problemAnswers, type Router, readRoute, writeRoute } from '@wattline/http';
import { firstStage } from '@wattline/topology';
import { cancelRun, datasetSpec, replayRun } from '@wattline/worker';
import type { StatusDeps } from '../deps.ts';
import { summarize } from '../run-index/summarize.ts';
import { hrefs } from './hrefs.ts';
import { InstantValue, wholeNumberOr } from './query-values.ts';
import { receiptView } from './receipt-view.ts';
import { RunParams, readAnyReceipt, requireReceipt } from './run-params.ts';

const list = readRoute({
  method: 'get',
  path: '/runs',
  tags: ['runs'],
  summary: 'Runs, the newest upload first',
  description:
    '`counts` are of all runs that the filters other than `status` let through. A cursor keeps its place while runs are added.',
  request: {
    query: z.object({
      dataset: z.string().max(200).optional(),
      status: z
        .union([RunStatus, z.array(RunStatus).max(20)], {
          error: `must be one or several of ${RunStatus.options.join(', ')}`,
        })
        .transform((given) => (typeof given === 'string' ? [given] : given))
        .optional()
        .openapi({ type: 'array', items: { type: 'string', enum: [...RunStatus.options] } }),
      q: z
        .string()
        .max(200)
        .optional()
        .openapi({ description: 'Part of the id, dataset, key, version or error code' }),
      since: InstantValue,
      until: InstantValue,
      cursor: Cursor.optional(),
      limit: wholeNumberOr(50, 1, 500),
    }),
  },
  responses: { 200: jsonAnswer(RunPage, 'A page of runs'), ...problemAnswers() },
});

const one = readRoute({
  method: 'get',
  path: '/runs/{run}',
  tags: ['runs'],
  summary: 'One run’s receipt, from the ledger as it is now; an upload’s run waits from the first moment on',
  request: { params: RunParams },
  responses: { 200: jsonAnswer(RunReceipt, 'The receipt'), ...problemAnswers(404) },
});

const replay = writeRoute('run.replayed', {
  method: 'post',
  path: '/runs/{run}/replays',
  tags: ['runs'],
  summary: 'Runs it again, from a stage on',
  description:
    'The earlier ledger is kept. From the first stage on it works by the dataset’s spec as it is now, or by the one of the run (`spec: recorded`). With the same spec the output has the same bytes, unless another engine version runs the stage; with another it is a new version.',
  request: {
    params: RunParams,
    body: { required: false, content: { 'application/json': { schema: ReplayRequest } } },
  },
  responses: {
    202: jsonAnswer(ReplayAccepted, 'The replay is queued'),
    ...problemAnswers(404, 409, 413, 415, 507),
  },
});

const cancellation = writeRoute('run.cancelled', {
  method: 'post',
  path: '/runs/{run}/cancellation',
  tags: ['runs'],
  summary: 'End a run that is waiting or running',
  description:
    'No stage picks it up again. Parts in flight are finished first, so a run whose last part is in flight may still be sealed.',
  request: { params: RunParams },
  responses: { 202: jsonAnswer(RunSummary, 'The run, as it is now'), ...problemAnswers(404, 409, 507) },
});

const dateOf = (ms: number | undefined): Date | undefined => (ms === undefined ? undefined : new Date(ms));

export const createRunRoutes = ({ backend, index, live }: StatusDeps): Router => {
  const router = createRouter();
  router.openapi(list, (context) => {
    live.markActive();
    const { dataset, status, q, since, until, cursor, limit } = context.req.valid('query');
    const [from, to] = [dateOf(since), dateOf(until)];
    const page = index.list(
      {
        ...(dataset !== undefined && { dataset }),
        ...(status !== undefined && { statuses: status }),
        ...(q !== undefined && { text: q }),
        ...(from !== undefined && { since: from }),
        ...(to !== undefined && { until: to }),
      },
      { limit, ...(cursor !== undefined && { cursor }) },
    );
    return context.json({ ...page, runs: [...page.runs] }, 200);
  });
  router.openapi(one, async (context) => {
    const { receipt, isOpen } = await readAnyReceipt(backend.stores, context.req.valid('param').run);
    const view = receiptView(receipt, await datasetSpec(backend.stores, receipt.dataset));
    return context.json(isOpen ? view : { ...view, replayableFrom: [], cancellable: false }, 200);
  });
  router.openapi(replay, async (context) => {
    const { run } = await requireReceipt(backend.stores, context.req.valid('param').run);
    const { from = firstStage, spec = 'current' } = context.req.valid('json');
    const number = await replayRun(backend, run, from, { spec });
    await live.refresh(run);
    return context.json({ run, replay: number, from, href: hrefs.run(run) }, 202);
  });
  router.openapi(cancellation, async (context) => {
    const { run } = await requireReceipt(backend.stores, context.req.valid('param').run);
    await cancelRun(backend, run);
    const receipt = await requireReceipt(backend.stores, run);
    await live.refresh(run);
    return context.json(summarize(receipt), 202);
  });
  return router;
};
