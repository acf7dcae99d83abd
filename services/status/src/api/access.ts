import { z } from '@hono/zod-openapi';
import { AuditPage, Cursor, TokenCreated, TokenList, TokenRequest } from '@wattline/api';
import {
  adminRoute,
  createRouter,
  jsonAnswer,
  jsonBody,
  notFound,
  problemAnswers,
  RequestProblem,
  type Router,
  readRoute,
} from '@wattline/http';
import type { StatusDeps } from '../deps.ts';
import { wholeNumberOr } from './query-values.ts';

const DAY_MS = 86_400_000;

const changes = readRoute({
  method: 'get',
  path: '/changes',
  tags: ['access'],
  summary: 'What was changed through this API, by whom and when; the newest first',
  request: { query: z.object({ cursor: Cursor.optional(), limit: wholeNumberOr(50, 1, 200) }) },
  responses: { 200: jsonAnswer(AuditPage, 'A page of changes'), ...problemAnswers() },
});

const list = adminRoute(undefined, {
  method: 'get',
  path: '/tokens',
  tags: ['access'],
  summary: 'The named tokens, the newest first',
  responses: { 200: jsonAnswer(TokenList, 'The tokens, without their secrets'), ...problemAnswers() },
});

const create = adminRoute('token.created', {
  method: 'post',
  path: '/tokens',
  tags: ['access'],
  summary: 'Makes a token with a name of its own, which is shown this once',
  request: { body: jsonBody(TokenRequest) },
  responses: { 201: jsonAnswer(TokenCreated, 'The token'), ...problemAnswers(409, 413, 415) },
});

const revoke = adminRoute('token.revoked', {
  method: 'delete',
  path: '/tokens/{token}',
  tags: ['access'],
  summary: 'Revokes a named token: within seconds no service takes it any more',
  request: {
    params: z.object({
      token: z
        .string()
        .regex(/^[0-9a-f]{12}$/, 'must be the id of a token')
        .openapi({ param: { name: 'token', in: 'path' }, example: '0f3a9c4e5b6d' }),
    }),
  },
  responses: { 204: { description: 'It is revoked' }, ...problemAnswers(404) },
});

const noTokens = (): RequestProblem =>
  new RequestProblem(409, 'TOKENS_OFF', 'this service asks for no token', {
    remedy: 'start it with WATTLINE_ADMIN_TOKEN, then make tokens for others',
  });

const tokenUnknown = (id: string): RequestProblem =>
  notFound('TOKEN_UNKNOWN', `there is no token ${id}`, 'list the tokens: GET /api/v1/tokens');

const CURSOR = /^\d{16}-[0-9a-f]{12}\.json$/;

const cursorOf = (next: string): string => Buffer.from(next).toString('base64url');

const afterOf = (cursor: string): string => {
  const after = Buffer.from(cursor, 'base64url').toString('utf8');
  if (CURSOR.test(after)) return after;
  throw new RequestProblem(400, 'CURSOR_INVALID', 'the cursor is not one of this list', {
    remedy: 'begin again without a cursor',
  });
};

/** Who may do what, and who did. */
export const createAccessRoutes = ({ gate, tokens, now }: StatusDeps): Router => {
  const router = createRouter();
  router.openapi(changes, async (context) => {
    const { cursor, limit } = context.req.valid('query');
    const after = cursor === undefined ? {} : { after: afterOf(cursor) };
    const { entries, next } = await gate.audit.page({ limit, ...after });
    return context.json({ entries, ...(next !== undefined && { cursor: cursorOf(next) }) }, 200);
  });
  router.openapi(list, async (context) => context.json({ tokens: await tokens.list() }, 200));
  router.openapi(create, async (context) => {
    if (!gate.asksForToken) throw noTokens();
    const { name, right, days } = context.req.valid('json');
    const expiresAt =
      days === undefined ? undefined : new Date(now().getTime() + days * DAY_MS).toISOString();
    const made = await tokens.create({ name, right, expiresAt }, context.get('principal'));
    context.set('changed', `${name} (${right}, ${made.named.id})`);
    context.header('cache-control', 'no-store');
    return context.json(made, 201);
  });
  router.openapi(revoke, async (context) => {
    const { token } = context.req.valid('param');
    const revoked = await tokens.revoke(token);
    if (revoked === undefined) throw tokenUnknown(token);
    context.set('changed', `${revoked.name} (${revoked.right}, ${revoked.id})`);
    return context.body(null, 204);
  });
  return router;
};
