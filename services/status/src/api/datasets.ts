import { z } from '@hono/zod-openapi';
import { DatasetDetail, DatasetList, type DatasetSummary, type VersionSummary } from '@wattline/api';
import { createRouter, jsonAnswer, notFound, problemAnswers, type Router, readRoute } from '@wattline/http';
import { STAGING_PREFIX, specKey } from '@wattline/worker';
import pMap from 'p-map';
import type { StatusDeps } from '../deps.ts';
import type { SealedVersions } from '../feature-sets/sealed-versions.ts';
import type { DatasetRuns } from '../run-index/run-index.ts';
import { DatasetParams } from './dataset-params.ts';
import { wholeNumberOr } from './query-values.ts';
import { summarizeContents, summarizeVersion } from './summarize-version.ts';

const CONCURRENT_READS = 16;

/** Where a page ends: when its last version was sealed, and which that is. */
const VersionCursor = z
  .string()
  .max(200)
  .regex(/^\d+\.[^/]+$/, 'must be the cursor of a page');

const list = readRoute({
  method: 'get',
  path: '/datasets',
  tags: ['datasets'],
  summary: 'Every dataset that has a run, a spec or a sealed version',
  responses: { 200: jsonAnswer(DatasetList, 'The datasets, by name'), ...problemAnswers() },
});

const one = readRoute({
  method: 'get',
  path: '/datasets/{dataset}',
  tags: ['datasets'],
  summary: 'A dataset and its sealed versions, newest first, in pages',
  request: {
    params: DatasetParams,
    query: z.object({ cursor: VersionCursor.optional(), limit: wholeNumberOr(100, 1, 500) }),
  },
  responses: { 200: jsonAnswer(DatasetDetail, 'The dataset'), ...problemAnswers(404) },
});

/** The names of the folders straight below a prefix. */
const namesBelow = async (folders: AsyncIterable<string>, prefix: string): Promise<string[]> => {
  const names: string[] = [];
  for await (const folder of folders) names.push(folder.slice(prefix.length, -1));
  return names;
};

const FEATURE_SETS = 'feature-sets/';

export const createDatasetRoutes = ({ backend, index }: StatusDeps, sealed: SealedVersions): Router => {
  const { staging, features } = backend.stores;

  const names = async (runs: readonly DatasetRuns[]): Promise<string[]> => {
    const [uploaded, published] = await Promise.all([
      namesBelow(staging.folders(STAGING_PREFIX), STAGING_PREFIX),
      namesBelow(features.folders(FEATURE_SETS), FEATURE_SETS),
    ]);
    const known = runs.map(({ dataset }) => dataset);
    return [...new Set([...known, ...uploaded, ...published])].sort();
  };

  const summarize = async (name: string, all: readonly DatasetRuns[]): Promise<DatasetSummary> => {
    const runs = all.find(({ dataset }) => dataset === name);
    const pointer = await sealed.latest(name);
    const latest = pointer && (await sealed.read(name, pointer.version));
    const spec = await staging.head(specKey(name));
    return {
      name,
      runs: runs?.runs ?? 0,
      ...(runs && { lastRun: runs.lastRun }),
      ...(latest && { latest: summarizeVersion(latest, { latest: true, run: pointer.run }) }),
      hasSpec: spec !== undefined,
    };
  };

  const versionsOf = async (
    dataset: string,
    { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
  ): Promise<Pick<DatasetDetail, 'versions' | 'total' | 'cursor'>> => {
    const pointer = await sealed.latest(dataset);
    const runs = index.versions(dataset);
    const all = await sealed.versions(dataset, runs);
    const isBehind = ({ version, sealedAt }: (typeof all)[number]): boolean => {
      if (cursor === undefined) return true;
      const [ms = '', ...last] = cursor.split('.');
      const beforeMs = Number(ms) - sealedAt.getTime();
      return beforeMs > 0 || (beforeMs === 0 && version > last.join('.'));
    };
    const behind = all.filter(isBehind);
    const page = behind.slice(0, limit);
    const versions = await pMap(
      page,
      async (one): Promise<VersionSummary[]> => {
        const { version } = one;
        const contents = await sealed.contents(dataset, version);
        if (contents === undefined) return [];
        const latest = version === pointer?.version;
        const run = (latest ? pointer.run : undefined) ?? runs.get(version)?.run;
        return [summarizeContents(one, contents, { latest, run })];
      },
      { concurrency: CONCURRENT_READS },
    );
    const last = page.at(-1);
    return {
      versions: versions.flat(),
      total: all.length,
      ...(behind.length > limit &&
        last !== undefined && { cursor: `${last.sealedAt.getTime()}.${last.version}` }),
    };
  };

  const router = createRouter();
  router.openapi(list, async (context) => {
    const runs = index.datasets();
    const datasets = await pMap(await names(runs), (name) => summarize(name, runs), {
      concurrency: CONCURRENT_READS,
    });
    return context.json({ datasets }, 200);
  });
  router.openapi(one, async (context) => {
    const { dataset } = context.req.valid('param');
    const runs = index.datasets();
    if (!(await names(runs)).includes(dataset))
      throw notFound(
        'DATASET_UNKNOWN',
        `there is no dataset ${JSON.stringify(dataset)}`,
        'look at /api/v1/datasets for those there are, or upload a file to it',
      );
    const page = await versionsOf(dataset, context.req.valid('query'));
    return context.json({ ...(await summarize(dataset, runs)), ...page }, 200);
  });
  return router;
};
