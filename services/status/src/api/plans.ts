import { PlanRequest, VersionPlan } from '@wattline/api';
import { createRouter, jsonAnswer, problemAnswers, type Router, readRoute } from '@wattline/http';
import { machineBytes } from '@wattline/reader';
import { firstStage } from '@wattline/topology';
import { lazyStage } from '@wattline/worker';
import type { StatusDeps } from '../deps.ts';
import { createPlaces } from '../http/places.ts';
import { planDataset } from '../plans/plan-dataset.ts';
import { specInvalid } from '../specs/spec-invalid.ts';
import { requireSpace } from '../uploads/require-space.ts';
import { requireDatasetName } from '../uploads/upload-name.ts';
import { DatasetParams } from './dataset-params.ts';

/** Each reads what a run would. */
const AT_ONCE = 1;

/** The service shares its memory with the process that reads, and is to outlive it. */
const MEMORY_SHARE = 0.5;

const plan = readRoute({
  method: 'post',
  path: '/datasets/{dataset}/plans',
  tags: ['datasets'],
  summary: 'What a spec would make of the dataset: partitions, bytes and time; nothing is kept',
  description:
    'Reads the newest upload, and the others where the spec reads them otherwise, as a replay of `run` would. What that would refuse is refused with the same words (422). One plan is made at a time.',
  request: {
    params: DatasetParams,
    body: { required: false, content: { 'application/json': { schema: PlanRequest } } },
  },
  responses: {
    200: jsonAnswer(VersionPlan, 'What would be made, read and taken over'),
    ...problemAnswers(404, 413, 415, 422, 503, 507),
  },
});

export const createPlanRoutes = (deps: StatusDeps): Router => {
  const { config, readDisk, signal, specs } = deps;
  const { rowsPerPart, readLimits } = config;
  const { run: inPlace } = createPlaces(AT_ONCE, {
    code: 'PLANS_BUSY',
    message: 'another plan is made at this moment',
  });
  const { memoryBytes = Number.POSITIVE_INFINITY } = readLimits;
  const limits = {
    ...readLimits,
    memoryBytes: Math.min(memoryBytes, Math.floor(machineBytes() * MEMORY_SHARE)),
  };
  const stage = lazyStage(firstStage, async () => {
    const { ingestStage, openIngestReader } = await import('@wattline/ingest-stage');
    return ingestStage({
      rowsPerPart,
      readLimits: limits,
      reader: openIngestReader({ slots: AT_ONCE, warm: 0 }),
    });
  });
  signal.addEventListener('abort', () => void stage.close?.(), { once: true });
  const router = createRouter();
  router.openapi(plan, async (context) => {
    const dataset = requireDatasetName(context.req.valid('param').dataset);
    const { spec: specText } = context.req.valid('json');
    const problems = specText === undefined ? [] : await specs.problems(specText);
    if (problems.length > 0) throw specInvalid(problems);
    await requireSpace(readDisk, config.minFreeBytes);
    const asked = { dataset, specText, signal: context.req.raw.signal };
    return context.json(VersionPlan.parse(await inPlace(() => planDataset(deps, stage, asked))), 200);
  });
  return router;
};
