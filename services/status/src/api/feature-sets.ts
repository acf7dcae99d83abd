import { createRouter, type Router } from '@wattline/http';
import type { StatusDeps } from '../deps.ts';
import { openSealedVersions } from '../feature-sets/sealed-versions.ts';
import { createChangeRoutes } from './changes.ts';
import { createDatasetRoutes } from './datasets.ts';
import { createDifferenceRoutes } from './differences.ts';
import { createKnownSetsRoutes } from './known-sets.ts';
import { createVersionFileRoutes } from './version-files.ts';
import { createVersionRowRoutes } from './version-rows.ts';
import { createVersionSeriesRoutes } from './version-series.ts';
import { createVersionRoutes } from './versions.ts';

const parts = [
  createDatasetRoutes,
  createVersionRoutes,
  createVersionRowRoutes,
  createVersionSeriesRoutes,
  createVersionFileRoutes,
  createKnownSetsRoutes,
  createDifferenceRoutes,
  createChangeRoutes,
];

/** Datasets and their sealed versions; all parts share what was read. */
export const createFeatureSetRoutes = (deps: StatusDeps): Router => {
  const router = createRouter();
  const sealed = openSealedVersions(deps.backend.stores, deps.backend.scratch);
  for (const create of parts) router.route('/', create(deps, sealed));
  return router;
};
