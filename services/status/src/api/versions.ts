import { FeatureSet } from '@wattline/api';
import { createRouter, jsonAnswer, problemAnswers, type Router, readRoute } from '@wattline/http';
import { formatSpec } from '@wattline/spec';
import { featureSetPlaces, hasReport, WRITTEN } from '@wattline/worker';
import type { StatusDeps } from '../deps.ts';
import type { SealedVersions } from '../feature-sets/sealed-versions.ts';
import { VersionParams } from './dataset-params.ts';
import { hrefs } from './hrefs.ts';

const one = readRoute({
  method: 'get',
  path: '/datasets/{dataset}/versions/{version}',
  tags: ['feature sets'],
  summary: 'One sealed version: its columns with their meaning and lineage, its files, its spec',
  request: { params: VersionParams },
  responses: { 200: jsonAnswer(FeatureSet, 'The feature set'), ...problemAnswers(404) },
});

export const createVersionRoutes = ({ backend }: StatusDeps, sealed: SealedVersions): Router => {
  const router = createRouter();
  router.openapi(one, async (context) => {
    const params = context.req.valid('param');
    const { set, latest } = await sealed.named(params.dataset, params.version);
    const { dataset, version, spec, ...manifest } = set.manifest;
    const span = await sealed.span(set);
    const report = await hasReport(backend.stores, dataset, version);
    const { written } = featureSetPlaces(dataset, version);
    const isWritten = (await backend.stores.features.head(written.key)) !== undefined;
    return context.json(
      {
        dataset,
        version,
        engineVersion: manifest.engineVersion,
        latest,
        rows: manifest.rows,
        entities: manifest.entities,
        interval: spec.interval,
        zone: spec.time.zone,
        ...(span && { from: new Date(span.fromMs).toISOString(), to: new Date(span.toMs).toISOString() }),
        spec: formatSpec(spec),
        columns: manifest.columns.map((column) => ({ ...column })),
        ...(manifest.encodings && {
          encodings: manifest.encodings.map(({ name, kind, dtype, role, of: source, from }) => ({
            ...{ name, kind, dtype, role, source, from },
          })),
        }),
        files: manifest.files.map((file) => ({
          ...file,
          href: hrefs.versionFile(dataset, version, file.path),
        })),
        manifestHref: hrefs.versionFile(dataset, version, 'manifest.json'),
        ...(report && { reportHref: hrefs.report(dataset, version) }),
        ...(isWritten && { writtenHref: hrefs.versionFile(dataset, version, WRITTEN) }),
      },
      200,
    );
  });
  return router;
};
