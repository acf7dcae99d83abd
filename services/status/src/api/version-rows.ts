import { z } from '@hono/zod-openapi';
import { EntityList, FeatureRows } from '@wattline/api';
import type { RowFilter } from '@wattline/engine/query';
import {
  createRouter,
  jsonAnswer,
  problemAnswers,
  RequestProblem,
  type Router,
  readRoute,
} from '@wattline/http';
import type { StatusDeps } from '../deps.ts';
import type { SealedVersions } from '../feature-sets/sealed-versions.ts';
import { wantedColumns } from '../feature-sets/wanted-columns.ts';
import { attachment } from '../http/attachment.ts';
import { VersionParams } from './dataset-params.ts';
import { InstantValue, Several, wholeNumberOr } from './query-values.ts';
import { streamOf } from './stream-of.ts';

const Selection = z.object({
  columns: Several,
  entity: z.string().max(500).optional(),
  from: InstantValue,
  to: InstantValue,
});

const rows = readRoute({
  method: 'get',
  path: '/datasets/{dataset}/versions/{version}/rows',
  tags: ['feature sets'],
  summary:
    'A page of feature rows, at most 200,000 cells: by entity bucket and period, in each by entity and time',
  request: {
    params: VersionParams,
    query: Selection.extend({
      offset: wholeNumberOr(0, 0, 1_000_000_000_000),
      limit: wholeNumberOr(100, 1, 1_000),
    }),
  },
  responses: { 200: jsonAnswer(FeatureRows, 'The page'), ...problemAnswers(404) },
});

const csv = readRoute({
  method: 'get',
  path: '/datasets/{dataset}/versions/{version}/rows.csv',
  tags: ['feature sets'],
  summary: 'Feature rows as CSV; cells that a spreadsheet would take for formulas are marked as text',
  request: { params: VersionParams, query: Selection },
  responses: {
    200: { description: 'The rows', content: { 'text/csv': { schema: z.string() } } },
    ...problemAnswers(404),
  },
});

const entities = readRoute({
  method: 'get',
  path: '/datasets/{dataset}/versions/{version}/entities',
  tags: ['feature sets'],
  summary: 'Entities whose name contains a text, sorted',
  request: {
    params: VersionParams,
    query: z.object({ q: z.string().max(500).optional(), limit: wholeNumberOr(100, 1, 1_000) }),
  },
  responses: { 200: jsonAnswer(EntityList, 'The entities'), ...problemAnswers(404) },
});

/** More would hold up everybody else while they are written as JSON. */
const MAX_CELLS = 200_000;

const pageTooLarge = (columns: number): RequestProblem =>
  new RequestProblem(400, 'PAGE_TOO_LARGE', `a page has at most ${MAX_CELLS} cells`, {
    remedy: `ask for at most ${Math.floor(MAX_CELLS / columns)} rows of these ${columns} columns, or for rows.csv`,
  });

const filterOf = ({ entity, from, to }: z.infer<typeof Selection>): RowFilter => ({
  ...(entity !== undefined && { entity }),
  ...(from !== undefined && { fromMs: from }),
  ...(to !== undefined && { toMs: to }),
});

export const createVersionRowRoutes = ({ backend, log }: StatusDeps, sealed: SealedVersions): Router => {
  const router = createRouter();
  router.openapi(rows, async (context) => {
    const { dataset, version } = context.req.valid('param');
    const { offset, limit, ...selection } = context.req.valid('query');
    const { set } = await sealed.named(dataset, version);
    const columns = wantedColumns(set.manifest, selection.columns);
    if (columns.length * limit > MAX_CELLS) throw pageTooLarge(columns.length);
    const { readRows } = await import('@wattline/engine/query');
    const page = await readRows(set, { columns, filter: filterOf(selection), offset, limit });
    return context.json(
      { columns: columns.map(({ name }) => name), rows: [...page.rows], offset, total: page.total },
      200,
    );
  });
  router.openapi(csv, async (context) => {
    const params = context.req.valid('param');
    const selection = context.req.valid('query');
    const { set } = await sealed.named(params.dataset, params.version);
    const { dataset, version } = set.manifest;
    const wanted = {
      columns: wantedColumns(set.manifest, selection.columns),
      filter: filterOf(selection),
      scratch: backend.scratch,
    };
    context.header('content-type', 'text/csv; charset=utf-8');
    context.header('content-disposition', attachment(`${dataset}-${version}.csv`));
    if (context.req.method === 'HEAD') return context.body(null);
    const { rowsCsv } = await import('@wattline/engine/query');
    return context.body(streamOf(rowsCsv(set, wanted), log));
  });
  router.openapi(entities, async (context) => {
    const { dataset, version } = context.req.valid('param');
    const { q = '', limit } = context.req.valid('query');
    const { set } = await sealed.named(dataset, version);
    const wanted = q.toLowerCase();
    const all = await sealed.entities(set);
    const found = wanted === '' ? all : all.filter((name) => name.toLowerCase().includes(wanted));
    return context.json({ entities: found.slice(0, limit), total: found.length }, 200);
  });
  return router;
};
