import { z } from '@hono/zod-openapi';
import { createRouter, problemAnswers, type Router, readRoute } from '@wattline/http';
import type { StatusDeps } from '../deps.ts';
import type { SealedVersions } from '../feature-sets/sealed-versions.ts';
import { attachment } from '../http/attachment.ts';
import { createPlaces } from '../http/places.ts';
import { knownSetsZip } from '../known/known-sets-zip.ts';
import { requireSpace } from '../uploads/require-space.ts';
import { VersionParams } from './dataset-params.ts';
import { streamOf } from './stream-of.ts';

/** Made, or being read by who asked: each takes the room of its sets. */
const AT_ONCE = 2;

const zip = readRoute({
  method: 'get',
  path: '/datasets/{dataset}/versions/{version}/known-sets.zip',
  tags: ['feature sets'],
  summary: 'Training sets of which each row is as it was known so long after its interval',
  description:
    'No later correction is in the features. `known.json` in the archive says which versions they are of. They are made for the answer, and not kept.',
  request: {
    params: VersionParams,
    query: z.object({
      after: z.string().max(20).openapi({
        description: 'A number and a unit; 0s: as known when the interval ended',
        example: '1d',
      }),
    }),
  },
  responses: {
    200: {
      description: 'The archive',
      content: { 'application/zip': { schema: z.string().openapi({ format: 'binary' }) } },
    },
    ...problemAnswers(404, 422, 503, 507),
  },
});

export const createKnownSetsRoutes = (deps: StatusDeps, sealed: SealedVersions): Router => {
  const { config, log, readDisk } = deps;
  const places = createPlaces(AT_ONCE, {
    code: 'KNOWN_SETS_BUSY',
    message: `${AT_ONCE} archives of known sets are made or downloaded at this moment`,
  });
  const router = createRouter();
  router.openapi(zip, async (context) => {
    const params = context.req.valid('param');
    const { after: knownAfter } = context.req.valid('query');
    const { set } = await sealed.named(params.dataset, params.version);
    const { dataset, version, files } = set.manifest;
    context.header('content-type', 'application/zip');
    context.header('content-disposition', attachment(`${dataset}-${version}-known-${knownAfter}.zip`));
    if (context.req.method === 'HEAD') return context.body(null);
    await requireSpace(
      readDisk,
      config.minFreeBytes,
      files.reduce((sum, { bytes }) => sum + bytes, 0),
    );
    const asked = { dataset, version, knownAfter, signal: context.req.raw.signal };
    const chunks = await knownSetsZip(deps, sealed, asked, places.enter());
    return context.body(streamOf(chunks, log));
  });
  return router;
};
