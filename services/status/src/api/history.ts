import { z } from '@hono/zod-openapi';
import { HistoryPage, Restored } from '@wattline/api';
import {
  createRouter,
  jsonAnswer,
  notFound,
  problemAnswers,
  type Router,
  readRoute,
  writeRoute,
} from '@wattline/http';
import { readHistory, restoreVersion, STAGING_PREFIX } from '@wattline/worker';
import type { StatusDeps } from '../deps.ts';
import { requireDatasetName } from '../uploads/upload-name.ts';
import { DatasetParams, VersionParams } from './dataset-params.ts';
import { wholeNumberOr } from './query-values.ts';

const history = readRoute({
  method: 'get',
  path: '/datasets/{dataset}/history',
  tags: ['datasets'],
  summary:
    'What happened to a dataset, the newest first: uploads, deletions, and the version that each led to',
  request: {
    params: DatasetParams,
    query: z.object({
      cursor: z
        .string()
        .regex(/^[1-9]\d{0,8}$/, 'must be the cursor of a page')
        .optional(),
      limit: wholeNumberOr(50, 1, 200),
    }),
  },
  responses: { 200: jsonAnswer(HistoryPage, 'A page of its history'), ...problemAnswers(404) },
});

const restore = writeRoute('version.restored', {
  method: 'post',
  path: '/datasets/{dataset}/versions/{version}/restoration',
  tags: ['datasets'],
  summary: 'Makes an older version the latest',
  description: 'The dataset consists of the uploads of then; later ones join these. Twice is once.',
  request: { params: VersionParams },
  responses: { 200: jsonAnswer(Restored, 'The version is the latest'), ...problemAnswers(404, 409) },
});

export const createHistoryRoutes = ({ backend }: StatusDeps): Router => {
  const { stores } = backend;
  const isKnown = async (dataset: string): Promise<boolean> => {
    for (const [store, prefix] of [
      [stores.staging, `${STAGING_PREFIX}${dataset}/`],
      [stores.features, `feature-sets/${dataset}/`],
      [stores.staging, `${STAGING_PREFIX}${dataset}.`],
    ] as const)
      for await (const _ of store.list(prefix)) return true;
    return false;
  };
  const router = createRouter();
  router.openapi(history, async (context) => {
    const dataset = requireDatasetName(context.req.valid('param').dataset);
    const { cursor, limit } = context.req.valid('query');
    const before = cursor === undefined ? undefined : Number(cursor);
    const { next, total, entries } = await readHistory(stores, dataset, { before, limit });
    if (total === 0 && !(await isKnown(dataset)))
      throw notFound(
        'DATASET_UNKNOWN',
        `there is no dataset ${JSON.stringify(dataset)}`,
        'look at /api/v1/datasets for those there are, or upload a file to it',
      );
    return context.json(
      { entries: [...entries], total, ...(next !== undefined && { cursor: String(next) }) },
      200,
    );
  });
  router.openapi(restore, async (context) => {
    const { dataset, version } = context.req.valid('param');
    const by = context.get('principal').name;
    const restored = await restoreVersion(backend, requireDatasetName(dataset), version, by);
    return context.json(restored, 200);
  });
  return router;
};
