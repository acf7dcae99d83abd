import { DatasetDetail, DatasetList, type DatasetSummary, type VersionSummary } from '@wattline/api';
import { STAGING_PREFIX, specKey } from '@wattline/worker';
import pMap from 'p-map';
import type { StatusDeps } from '../deps.ts';
import type { SealedVersions } from '../feature-sets/sealed-versions.ts';
import { jsonAnswer, problemAnswers } from '../http/answers.ts';
import { notFound } from '../http/problem.ts';
import { readRoute } from '../http/route.ts';
import { createRouter, type Router } from '../http/router.ts';
import type { DatasetRuns } from '../run-index/run-index.ts';
import { DatasetParams } from './dataset-params.ts';
import { summarizeVersion } from './summarize-version.ts';

const CONCURRENT_READS = 8;

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
  summary: 'A dataset and its sealed versions, newest first',
  request: { params: DatasetParams },
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

  const runOf = (dataset: string, version: string): string | undefined =>
    index.list({ dataset, text: version }, { limit: 20 }).runs.find((run) => run.version === version)?.run;

  const versionsOf = async (dataset: string): Promise<VersionSummary[]> => {
    const pointer = await sealed.latest(dataset);
    const found: string[] = [];
    for await (const version of sealed.versions(dataset)) found.push(version);
    const versions = await pMap(
      found,
      async (version): Promise<VersionSummary[]> => {
        const read = await sealed.read(dataset, version);
        if (read === undefined) return [];
        const latest = version === pointer?.version;
        const run = (latest ? pointer.run : undefined) ?? runOf(dataset, version);
        return [summarizeVersion(read, { latest, run })];
      },
      { concurrency: CONCURRENT_READS },
    );
    return versions.flat().sort((a, b) => (a.sealedAt < b.sealedAt ? 1 : -1));
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
    return context.json({ ...(await summarize(dataset, runs)), versions: await versionsOf(dataset) }, 200);
  });
  return router;
};
