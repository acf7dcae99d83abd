import { Retention, SweepResult } from '@wattline/api';
import { readKeep, sweepDataset } from '@wattline/worker';
import type { StatusDeps } from '../deps.ts';
import { jsonAnswer, problemAnswers } from '../http/answers.ts';
import { RequestProblem } from '../http/problem.ts';
import { readRoute, writeRoute } from '../http/route.ts';
import { createRouter, type Router } from '../http/router.ts';
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
  description: 'Where the service may not delete objects, as on AWS: 409, and wattline sweep does it.',
  request: { params: DatasetParams },
  responses: { 200: jsonAnswer(SweepResult, 'What is gone'), ...problemAnswers(409) },
});

export const createRetentionRoutes = ({ backend, config, index }: StatusDeps): Router => {
  const { stores } = backend;
  const sweepable = config.adapters.store === 'directory';
  const run = async (dataset: string, dryRun: boolean) => {
    const keep = (await readKeep(stores, dataset)) ?? 'all';
    const isBusy = async (): Promise<boolean> =>
      index.list({ dataset, statuses: ['waiting', 'running'] }, { limit: 1 }).total > 0;
    const { versions, readings, kept, pinned, left } = await sweepDataset({
      stores,
      dataset,
      keep,
      isBusy,
      dryRun,
    });
    return { keep, versions: [...versions], readings, kept, pinned: [...pinned], left };
  };
  const router = createRouter();
  router.openapi(retention, async (context) => {
    const dataset = requireDatasetName(context.req.valid('param').dataset);
    const { left, ...found } = await run(dataset, true);
    return context.json({ ...found, busy: left === 'busy', sweepable }, 200);
  });
  router.openapi(sweep, async (context) => {
    const dataset = requireDatasetName(context.req.valid('param').dataset);
    if (!sweepable)
      throw new RequestProblem(409, 'SWEEP_NOT_ALLOWED', 'this service may not delete objects', {
        remedy: `run: wattline sweep ${dataset}, as somebody who may`,
      });
    const { keep: _, pinned: __, left, ...gone } = await run(dataset, false);
    return context.json({ ...gone, ...(left !== undefined && { left }) }, 200);
  });
  return router;
};
