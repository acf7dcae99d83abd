import { z } from '@hono/zod-openapi';
import { Series } from '@wattline/api';
import { ONLY_ENTITY } from '@wattline/engine/sealed';
import {
  createRouter,
  jsonAnswer,
  problemAnswers,
  RequestProblem,
  type Router,
  readRoute,
} from '@wattline/http';
import { durationMs } from '@wattline/spec';
import type { StatusDeps } from '../deps.ts';
import type { SealedVersions } from '../feature-sets/sealed-versions.ts';
import { seriesColumns } from '../feature-sets/wanted-columns.ts';
import { VersionParams } from './dataset-params.ts';
import { InstantValue, Several, wholeNumberOr } from './query-values.ts';

/** Each is several lists of points. */
const MAX_COLUMNS = 50;

const series = readRoute({
  method: 'get',
  path: '/datasets/{dataset}/versions/{version}/series',
  tags: ['feature sets'],
  summary: 'Columns of one entity over time, thinned to about so many points',
  request: {
    params: VersionParams,
    query: z.object({
      columns: Several,
      entity: z.string().max(500).optional(),
      from: InstantValue,
      to: InstantValue,
      points: wholeNumberOr(1_000, 10, 5_000),
    }),
  },
  responses: { 200: jsonAnswer(Series, 'The series'), ...problemAnswers(404) },
});

const rangeInvalid = (): RequestProblem =>
  new RequestProblem(400, 'RANGE_INVALID', 'from is not before to', { remedy: 'ask for a later to' });

const tooMany = (): RequestProblem =>
  new RequestProblem(400, 'COLUMNS_TOO_MANY', `a series has at most ${MAX_COLUMNS} columns`, {
    remedy: 'ask for fewer columns at once',
  });

export const createVersionSeriesRoutes = (_deps: StatusDeps, sealed: SealedVersions): Router => {
  const router = createRouter();
  router.openapi(series, async (context) => {
    const { dataset, version } = context.req.valid('param');
    const { points, from, to, ...asked } = context.req.valid('query');
    const { set } = await sealed.named(dataset, version);
    const columns = seriesColumns(set.manifest, asked.columns);
    if (columns.length > MAX_COLUMNS) throw tooMany();
    const span = (await sealed.span(set)) ?? { fromMs: 0, toMs: 0 };
    const fromMs = from ?? span.fromMs;
    const toMs = to ?? span.toMs + durationMs(set.manifest.spec.interval);
    if (fromMs >= toMs) throw rangeInvalid();
    const entity = asked.entity ?? (await sealed.entities(set))[0] ?? ONLY_ENTITY;
    const { readSeries } = await import('@wattline/engine/query');
    const found = await readSeries(set, { columns, entity, fromMs, toMs, points, anchorMs: span.fromMs });
    return context.json(found, 200);
  });
  return router;
};
