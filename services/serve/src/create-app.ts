import { OpenAPIHono } from '@hono/zod-openapi';
import {
  type AccessConfig,
  answerProblem,
  assertAccessRules,
  type Gate,
  hasTokens,
  type RequestEnv,
  RequestProblem,
  requireAccess,
  requireSameOrigin,
  requireTrustedHost,
  secureAnswers,
} from '@wattline/http';
import type { Logger } from '@wattline/worker';
import type { Hono } from 'hono';
import { createRowRoutes, rowsOperation } from './api/rows.ts';
import type { ServedVersions } from './datasets/served-versions.ts';
import { createMetrics } from './metrics.ts';
import type { PostedRows } from './store/posted-rows.ts';

export interface ServeDeps {
  readonly versions: ServedVersions;
  readonly keep: PostedRows['keep'];
  readonly gate: Gate;
  readonly config: AccessConfig;
  readonly log: Logger;
}

const document = (isOpen: boolean): object => {
  const api = new OpenAPIHono();
  api.openAPIRegistry.registerPath(rowsOperation);
  if (!isOpen)
    api.openAPIRegistry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer' });
  return api.getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: 'Wattline serve', version: '1', description: 'Rows as a sealed version has them.' },
    servers: [{ url: '/api/v1' }],
    ...(!isOpen && { security: [{ token: [] }] }),
  });
};

/** Everything the service answers: rows, health, metrics, and what describes them. */
export const createServeApp = ({ versions, keep, gate, config, log }: ServeDeps): Hono<RequestEnv> => {
  const app = new OpenAPIHono<RequestEnv>();
  const metrics = createMetrics(versions);
  app.onError((error, context) => answerProblem(log, error, context));
  app.notFound((context) =>
    answerProblem(
      log,
      new RequestProblem(404, 'PATH_UNKNOWN', `there is nothing at ${context.req.path}`, {
        remedy: 'look at /api/v1/openapi.json for what there is',
      }),
      context,
    ),
  );
  app.use(secureAnswers());
  app.get('/healthz', requireAccess('open'), (context) => context.json({ ok: true, reason: 'serving' }));
  app.get('/readyz', requireAccess('open'), (context) => context.json({ ok: true, reason: 'serving' }));
  app.use(requireTrustedHost(config));
  app.use(requireSameOrigin);
  app.use(async (context, next) => {
    context.set('gate', gate);
    context.set('log', log);
    await next();
  });
  app.get('/metrics', requireAccess('read'), async (context) =>
    context.body(await metrics.read(), 200, { 'content-type': metrics.contentType }),
  );
  app.get('/api/v1/openapi.json', requireAccess('open'), (context) =>
    context.json(document(!hasTokens(config.tokens))),
  );
  app.route('/api/v1', createRowRoutes(versions, keep, metrics.count));
  assertAccessRules(app);
  return app;
};
