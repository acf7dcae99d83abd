import { z } from '@hono/zod-openapi';
import { VersionDifference } from '@wattline/api';
import type { OpenFeatureSet } from '@wattline/engine/query';
import { createRouter, jsonAnswer, problemAnswers, type Router, readRoute } from '@wattline/http';
import type { StatusDeps } from '../deps.ts';
import type { SealedVersions } from '../feature-sets/sealed-versions.ts';
import { createCallCache } from '../stores/call-cache.ts';
import { DatasetParams } from './dataset-params.ts';

const differences = readRoute({
  method: 'get',
  path: '/datasets/{dataset}/differences',
  tags: ['datasets'],
  summary: 'What changed between two sealed versions: rows, columns and cells',
  request: {
    params: DatasetParams,
    query: z.object({
      from: z.string().min(1).max(100),
      to: z.string().min(1).max(100).default('latest'),
    }),
  },
  responses: { 200: jsonAnswer(VersionDifference, 'What changed'), ...problemAnswers(404) },
});

/** Polars is loaded by who first compares. */
const compare = async (from: OpenFeatureSet, to: OpenFeatureSet): Promise<VersionDifference> =>
  (await import('@wattline/engine/query')).versionDifference(from, to);

export const createDifferenceRoutes = (_deps: StatusDeps, sealed: SealedVersions): Router => {
  const known = createCallCache<VersionDifference>(50);
  const router = createRouter();
  router.openapi(differences, async (context) => {
    const { dataset } = context.req.valid('param');
    const asked = context.req.valid('query');
    const { set: from } = await sealed.named(dataset, asked.from);
    const { set: to } = await sealed.named(dataset, asked.to);
    const key = `${dataset}/${from.manifest.version}/${to.manifest.version}`;
    return context.json(await known(key, () => compare(from, to)), 200);
  });
  return router;
};
