import { z } from '@hono/zod-openapi';
import { ChangePage } from '@wattline/api';
import type { UseReadings, Versions } from '@wattline/engine/query';
import { createRouter, jsonAnswer, problemAnswers, type Router, readRoute } from '@wattline/http';
import { type ObjectRef, readUploadsBetween } from '@wattline/worker';
import type { StatusDeps } from '../deps.ts';
import type { SealedVersions } from '../feature-sets/sealed-versions.ts';
import { wantedColumns } from '../feature-sets/wanted-columns.ts';
import { DatasetParams } from './dataset-params.ts';
import { Several, wholeNumberOr } from './query-values.ts';

/** Of a page. */
const MOST_CELLS = 100_000;

const changes = readRoute({
  method: 'get',
  path: '/datasets/{dataset}/differences/changes',
  tags: ['datasets'],
  summary: 'What changed between two sealed versions, row by row, and through which uploads',
  description:
    'Applied to the rows of `from`, all pages give those of `to` exactly, in the columns that both have. Files that are the same byte for byte are not read. A page has at most 100,000 cells.',
  request: {
    params: DatasetParams,
    query: z.object({
      from: z.string().min(1).max(100),
      to: z.string().min(1).max(100).default('latest'),
      entity: z.string().max(500).optional(),
      columns: Several,
      cursor: z
        .string()
        .regex(/^\d{1,9}\.\d{1,9}$/, 'must be the cursor of a page')
        .optional(),
      limit: wholeNumberOr(100, 1, 1_000),
    }),
  },
  responses: { 200: jsonAnswer(ChangePage, 'A page of changes'), ...problemAnswers(404) },
});

const cursorOf = (text: string | undefined) => {
  const [pair = 0, row = 0] = text?.split('.').map(Number) ?? [];
  return { pair, row };
};

/** Throws RequestProblem where neither version has a column. */
const requireColumns = ({ from, to }: Versions, names: readonly string[] | undefined): void => {
  wantedColumns({ columns: [...from.manifest.columns, ...to.manifest.columns] }, names);
};

export const createChangeRoutes = ({ backend }: StatusDeps, sealed: SealedVersions): Router => {
  const { stores } = backend;
  const useReadings: UseReadings<ObjectRef> = (files, work) =>
    sealed.files.use(
      files.map(({ store, key, bytes, sha256 }) => ({ store: stores[store], key, bytes, sha256 })),
      work,
    );
  const router = createRouter();
  router.openapi(changes, async (context) => {
    const { dataset } = context.req.valid('param');
    const { entity, columns, cursor, limit, ...asked } = context.req.valid('query');
    const { set: from } = await sealed.named(dataset, asked.from);
    const { set: to } = await sealed.named(dataset, asked.to);
    const versions = { from, to };
    requireColumns(versions, columns);
    const between = await readUploadsBetween(stores, from.manifest, to.manifest);
    const width = Math.max(from.manifest.columns.length, to.manifest.columns.length);
    const batch = Math.min(limit, Math.max(1, Math.floor(MOST_CELLS / (columns?.length ?? width))));
    const { readAttributed } = await import('@wattline/engine/query');
    const options = { filter: { entity, columns }, after: cursorOf(cursor), batch };
    const page: unknown[] = [];
    let next: ReturnType<typeof cursorOf> | undefined;
    // A page may go over several files: many have few changes.
    while (page.length < batch) {
      const left = { ...options, after: next ?? options.after, batch: batch - page.length };
      const some = await readAttributed(versions, left, between?.causes, useReadings).next();
      next = some.done === true ? undefined : some.value.next;
      if (some.done !== true) page.push(...some.value.changes);
      if (next === undefined) break;
    }
    return context.json(
      ChangePage.parse({
        from: from.manifest.version,
        to: to.manifest.version,
        ...(between && { uploads: between.uploads }),
        changes: page,
        ...(next && { cursor: `${next.pair}.${next.row}` }),
      }),
      200,
    );
  });
  return router;
};
