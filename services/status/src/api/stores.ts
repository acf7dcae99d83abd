import { z } from '@hono/zod-openapi';
import { Cursor, ObjectPage, StoreList, StoreName as StoreNameSchema } from '@wattline/api';
import {
  createRouter,
  jsonAnswer,
  problemAnswers,
  RequestProblem,
  type Router,
  readRoute,
} from '@wattline/http';
import { StoreName, topology } from '@wattline/topology';
import type { StatusDeps } from '../deps.ts';
import { folderPage } from '../stores/folder-page.ts';
import { createStoreSizes } from '../stores/store-sizes.ts';
import { hrefs } from './hrefs.ts';
import { wholeNumberOr } from './query-values.ts';
import { sendFile } from './send-file.ts';

const SIZES_FRESH_MS = 60_000;
const MAX_COUNTED = 1_000_000;

const StoreParams = z.object({
  store: StoreNameSchema,
});

const list = readRoute({
  method: 'get',
  path: '/stores',
  tags: ['stores'],
  summary: 'The four stores, whether they answer, and how much is in them',
  responses: { 200: jsonAnswer(StoreList, 'The stores'), ...problemAnswers() },
});

const objects = readRoute({
  method: 'get',
  path: '/stores/{store}/objects',
  tags: ['stores'],
  summary: 'Objects and folders directly under a prefix, in the order of their keys',
  request: {
    params: StoreParams,
    query: z.object({
      prefix: z.string().max(1_024).default(''),
      cursor: Cursor.optional(),
      limit: wholeNumberOr(100, 1, 1_000),
    }),
  },
  responses: { 200: jsonAnswer(ObjectPage, 'The page'), ...problemAnswers() },
});

const content = readRoute({
  method: 'get',
  path: '/stores/{store}/content',
  tags: ['stores'],
  summary: 'An object as a file to be saved',
  request: {
    params: StoreParams,
    query: z.object({
      key: z.string().min(1).max(1_024),
      versionId: z.string().min(1).max(1_024).optional(),
    }),
  },
  responses: {
    200: {
      description: 'The object',
      content: { 'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) } },
    },
    304: { description: 'The object is the one that If-None-Match names' },
    ...problemAnswers(404),
  },
});

/** A page's last key, and a sign that it is one of ours. */
const cursorOf = (after: string): string => Buffer.from(`k${after}`).toString('base64url');

const afterOf = (cursor: string): string => {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  if (text.startsWith('k') && cursorOf(text.slice(1)) === cursor) return text.slice(1);
  throw new RequestProblem(400, 'CURSOR_INVALID', 'the cursor is not one of this list', {
    remedy: 'begin again without a cursor',
  });
};

export const createStoreRoutes = ({ backend, log, now, signal }: StatusDeps): Router => {
  const { stores } = backend;
  const sizes = createStoreSizes({
    freshMs: SIZES_FRESH_MS,
    maxObjects: MAX_COUNTED,
    now,
    signal,
    onError: (store, error) => log.warn({ store, err: error }, 'a store could not be counted'),
  });

  const look = async (name: StoreName) => {
    const store = stores[name];
    const base = { name, bucket: store.name, versioned: topology.stores[name].versioned };
    try {
      // One answer is enough: the listing ends here.
      for await (const _ of store.list('')) break;
    } catch (error) {
      log.warn({ store: store.name, err: error }, 'a store does not answer');
      const reason = error instanceof Error ? error.name : 'unknown';
      return { ...base, reachable: false, error: `the store does not answer (${reason})` };
    }
    const size = sizes.of(store);
    return {
      ...base,
      reachable: true,
      ...(size && { size: { ...size, countedAt: size.countedAt.toISOString() } }),
    };
  };

  const router = createRouter();
  router.openapi(list, async (context) =>
    context.json({ stores: await Promise.all(StoreName.options.map(look)) }, 200),
  );
  router.openapi(objects, async (context) => {
    const { store } = context.req.valid('param');
    const { prefix, cursor, limit } = context.req.valid('query');
    const after = cursor === undefined ? {} : { after: afterOf(cursor) };
    const page = await folderPage(stores[store], { prefix, limit, ...after });
    return context.json(
      {
        folders: [...page.folders],
        objects: page.objects.map(({ key, bytes, modifiedAt }) => ({
          key,
          bytes,
          modifiedAt: modifiedAt.toISOString(),
          href: hrefs.content(store, key),
        })),
        ...(page.next !== undefined && { cursor: cursorOf(page.next) }),
      },
      200,
    );
  });
  router.openapi(content, (context) => {
    const { store } = context.req.valid('param');
    const { key, versionId } = context.req.valid('query');
    const name = key.split('/').at(-1) ?? key;
    return sendFile(context, { store: stores[store], key, versionId, name, log, backend });
  });
  return router;
};
