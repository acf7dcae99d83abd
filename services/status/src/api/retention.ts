import { Retention, SweepResult } from '@wattline/api';
import { createRouter, jsonAnswer, problemAnswers, type Router, readRoute, writeRoute } from '@wattline/http';
import type { StatusDeps } from '../deps.ts';
import { sweepOne } from '../retention/sweep-one.ts';
import { requireDatasetName } from '../uploads/upload-name.ts';
import { DatasetParams } from './dataset-params.ts';

const retention = readRoute({
  method: 'get',
  path: '/datasets/{dataset}/retention',
  tags: ['datasets'],
  summary: 'Which versions stay, and what a sweep would remove, in bytes',
  request: { params: DatasetParams },
  responses: { 200: jsonAnswer(Retention, 'What stays, and what would go'), ...problemAnswers() },
});

const sweep = writeRoute('dataset.swept', {
  method: 'post',
  path: '/datasets/{dataset}/sweeps',
  tags: ['datasets'],
  summary: 'Removes versions and readings that nothing keeps',
  description:
    'A stack does so by itself some times a day. On AWS buckets keep what is removed until old versions expire; overwritten raw uploads are left to wattline sweep.',
  request: { params: DatasetParams },
  responses: { 200: jsonAnswer(SweepResult, 'What is gone'), ...problemAnswers() },
});

export const createRetentionRoutes = (deps: StatusDeps): Router => {
  const router = createRouter();
  router.openapi(retention, async (context) => {
    const dataset = requireDatasetName(context.req.valid('param').dataset);
    const { left, dataset: _, ...found } = await sweepOne(deps, dataset, { dryRun: true });
    return context.json(Retention.parse({ ...found, busy: left === 'busy' }), 200);
  });
  router.openapi(sweep, async (context) => {
    const dataset = requireDatasetName(context.req.valid('param').dataset);
    return context.json(SweepResult.parse(await sweepOne(deps, dataset, { dryRun: false })), 200);
  });
  return router;
};
