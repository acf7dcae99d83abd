import { z } from '@hono/zod-openapi';
import { QuarantinePage, RunLogs, StageName } from '@wattline/api';
import { createRouter, jsonAnswer, notFound, problemAnswers, type Router, readRoute } from '@wattline/http';
import { quarantineOf, type Receipt, type Stores } from '@wattline/worker';
import type { StatusDeps } from '../deps.ts';
import { attachment } from '../http/attachment.ts';
import { levelNames, readLogs } from '../runs/logs.ts';
import { quarantineCsv, quarantinedRows, quarantinePage } from '../runs/quarantine.ts';
import { wholeNumberOr } from './query-values.ts';
import { RunParams, readAnyReceipt } from './run-params.ts';
import { streamOf } from './stream-of.ts';

const quarantine = readRoute({
  method: 'get',
  path: '/runs/{run}/quarantine',
  tags: ['runs'],
  summary: 'Refused rows, each with the reason, in the order of the file',
  request: {
    params: RunParams,
    query: z.object({ offset: wholeNumberOr(0, 0, 1_000_000_000), limit: wholeNumberOr(100, 1, 1_000) }),
  },
  responses: { 200: jsonAnswer(QuarantinePage, 'Some rows'), ...problemAnswers(404) },
});

const quarantineFile = readRoute({
  method: 'get',
  path: '/runs/{run}/quarantine.csv',
  tags: ['runs'],
  summary: 'All refused rows as CSV',
  description:
    'Cells that a spreadsheet would take for a formula begin with an apostrophe; plain numbers stay as they are.',
  request: { params: RunParams },
  responses: {
    200: {
      description: 'The rows',
      content: { 'text/csv': { schema: z.string().openapi({ format: 'binary' }) } },
    },
    ...problemAnswers(404),
  },
});

const logs = readRoute({
  method: 'get',
  path: '/runs/{run}/logs',
  tags: ['runs'],
  summary: 'What the workers logged of the run’s newest replay, the newest lines last',
  description: 'Written when an attempt ends: what a killed worker had said is not there.',
  request: {
    params: RunParams,
    query: z.object({
      stage: StageName.optional(),
      level: z.enum(levelNames).optional().openapi({ description: 'This level and those above it' }),
      limit: wholeNumberOr(1_000, 1, 10_000),
    }),
  },
  responses: { 200: jsonAnswer(RunLogs, 'The lines'), ...problemAnswers(404) },
});

/** Throws RequestProblem where refused rows were there and are gone: they do not stay for ever. */
const requireRows = async ({ results }: Stores, receipt: Receipt): Promise<void> => {
  const ref = quarantineOf(receipt);
  if (ref === undefined || (await results.head(ref.key)) !== undefined) return;
  throw notFound(
    'QUARANTINE_GONE',
    `the refused rows of run ${receipt.run} are gone: they stay for some time only`,
    'replay the run from ingest to have them again',
  );
};

/** What belongs to one run beside its receipt. */
export const createRunDetailRoutes = ({ backend, log }: StatusDeps): Router => {
  const router = createRouter();
  const { stores, scratch } = backend;
  router.openapi(quarantine, async (context) => {
    const { receipt } = await readAnyReceipt(stores, context.req.valid('param').run);
    const page = context.req.valid('query');
    const total = quarantinedRows(receipt);
    await requireRows(stores, receipt);
    const rows =
      page.offset >= total ? [] : await quarantinePage({ store: stores.results, receipt, scratch }, page);
    return context.json({ rows, total }, 200);
  });
  router.openapi(quarantineFile, async (context) => {
    const { receipt } = await readAnyReceipt(stores, context.req.valid('param').run);
    const rows = quarantinedRows(receipt);
    await requireRows(stores, receipt);
    context.header('content-type', 'text/csv; charset=utf-8');
    context.header('content-disposition', attachment(`${receipt.run}-quarantine.csv`));
    const quarantined = { store: stores.results, receipt, scratch };
    return context.body(streamOf(quarantineCsv(quarantined, rows), log));
  });
  router.openapi(logs, async (context) => {
    const { receipt } = await readAnyReceipt(stores, context.req.valid('param').run);
    return context.json(await readLogs(stores, receipt, context.req.valid('query')), 200);
  });
  return router;
};
