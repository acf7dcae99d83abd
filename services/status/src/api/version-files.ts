import { z } from '@hono/zod-openapi';
import { Profile } from '@wattline/engine/profile';
import {
  createRouter,
  jsonAnswer,
  notFound,
  problemAnswers,
  type Router,
  readRoute,
  requireAccess,
} from '@wattline/http';
import { featureSetPlaces, readReport, WRITTEN } from '@wattline/worker';
import type { StatusDeps } from '../deps.ts';
import type { SealedVersions } from '../feature-sets/sealed-versions.ts';
import { VersionParams } from './dataset-params.ts';
import { sendFile } from './send-file.ts';

const profile = readRoute({
  method: 'get',
  path: '/datasets/{dataset}/versions/{version}/profile',
  tags: ['feature sets'],
  summary: 'What is in the readings: distributions, means by local time, correlations, gaps, findings',
  request: { params: VersionParams },
  responses: { 200: jsonAnswer(Profile, 'The profile'), ...problemAnswers(404) },
});

const report = readRoute({
  method: 'get',
  path: '/datasets/{dataset}/versions/{version}/report',
  tags: ['feature sets'],
  summary: 'The exploration as one self-contained page',
  request: { params: VersionParams },
  responses: {
    200: { description: 'The report', content: { 'text/html': { schema: z.string() } } },
    ...problemAnswers(404),
  },
});

const file = readRoute({
  method: 'get',
  path: '/datasets/{dataset}/versions/{version}/files/{path}',
  tags: ['feature sets'],
  summary: 'One file of the feature set, by its path in the manifest, or manifest.json, or written.json',
  request: {
    params: VersionParams.extend({
      path: z
        .string()
        .min(1)
        .max(1_000)
        .openapi({ param: { name: 'path', in: 'path' }, example: 'manifest.json' }),
    }),
  },
  responses: {
    200: {
      description: 'The file',
      content: { 'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) } },
    },
    304: { description: 'The file is the one that If-None-Match names' },
    ...problemAnswers(404),
  },
});
/** A path of several segments, which OpenAPI cannot say. */
const FILE_ROUTE = '/datasets/:dataset/versions/:version/files/:path{.+}';

/** A page of its own that reaches nothing: no network, no storage, no other page. */
const REPORT_POLICY = [
  'sandbox allow-scripts',
  "default-src 'none'",
  "script-src 'unsafe-inline'",
  "style-src 'unsafe-inline'",
  'img-src data: blob:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ');

const missing = (what: string) =>
  notFound('FILE_UNKNOWN', `the feature set has no ${what}`, 'look at its files for those there are');

export const createVersionFileRoutes = ({ backend, log }: StatusDeps, sealed: SealedVersions): Router => {
  const { stores } = backend;
  const router = createRouter();
  router.openapi(profile, async (context) => {
    const { dataset, version } = context.req.valid('param');
    const { set } = await sealed.named(dataset, version);
    const { store, key } = featureSetPlaces(dataset, set.manifest.version).file('profile.json');
    const found = await stores[store].get(key);
    if (found === undefined) throw missing('profile');
    return context.json(Profile.parse(JSON.parse(new TextDecoder().decode(found.body))), 200);
  });
  router.openapi(report, async (context) => {
    const { dataset, version } = context.req.valid('param');
    const { set } = await sealed.named(dataset, version);
    const page = await readReport(stores, dataset, set.manifest.version);
    if (page === undefined) throw missing('report');
    context.header('content-security-policy', REPORT_POLICY);
    context.header('content-type', 'text/html; charset=utf-8');
    return context.body(page);
  });
  router.openAPIRegistry.registerPath(file);
  router.get(FILE_ROUTE, requireAccess('read'), async (context) => {
    const { dataset, version, path } = context.req.param();
    const { set } = await sealed.named(dataset, version);
    const { manifest } = set;
    const places = featureSetPlaces(dataset, manifest.version);
    const name = `${dataset}-${manifest.version}-${path.replaceAll('/', '-')}`;
    const immutable = version !== 'latest';
    if (path === 'manifest.json') {
      const place = places.manifest;
      return sendFile(context, { store: stores[place.store], key: place.key, name, immutable, log, backend });
    }
    if (path === WRITTEN) {
      const { store, key } = places.written;
      if ((await stores[store].head(key)) === undefined) throw missing(`file ${JSON.stringify(path)}`);
      // A run that makes the version again may write another.
      return sendFile(context, { store: stores[store], key, name, immutable: false, log, backend });
    }
    const listed = manifest.files.find((one) => one.path === path);
    if (listed === undefined) throw missing(`file ${JSON.stringify(path)}`);
    const { store, key } = places.sealed(listed);
    return sendFile(context, {
      store: stores[store],
      key,
      name,
      immutable,
      etag: listed.sha256,
      log,
      backend,
    });
  });
  return router;
};
