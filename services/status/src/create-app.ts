import { OpenAPIHono } from '@hono/zod-openapi';
import {
  answerProblem,
  assertAccessRules,
  createRouter,
  hasTokens,
  type RequestEnv,
  RequestProblem,
  type Router,
  requireSameOrigin,
  requireTrustedHost,
  secureAnswers,
} from '@wattline/http';
import type { Hono } from 'hono';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { createAboutRoutes } from './api/about.ts';
import { createAccessRoutes } from './api/access.ts';
import { createDeletionRoutes } from './api/deletions.ts';
import { createErasureRoutes } from './api/erasures.ts';
import { createEventRoutes } from './api/events.ts';
import { createFeatureSetRoutes } from './api/feature-sets.ts';
import { createFleetRoutes } from './api/fleet.ts';
import { createHealthRoutes, createMetricsRoute } from './api/health.ts';
import { createHistoryRoutes } from './api/history.ts';
import { describeApi } from './api/openapi.ts';
import { createPinRoutes } from './api/pins.ts';
import { createPipelineRoutes } from './api/pipeline.ts';
import { createPlanRoutes } from './api/plans.ts';
import { createPreviewRoutes } from './api/previews.ts';
import { createQueueRoutes } from './api/queues.ts';
import { createRetentionRoutes } from './api/retention.ts';
import { createRunDetailRoutes } from './api/run-details.ts';
import { createRunRoutes } from './api/runs.ts';
import { createSpecRoutes } from './api/specs.ts';
import { createStoreRoutes } from './api/stores.ts';
import { createUploadRoutes } from './api/uploads.ts';
import type { StatusDeps } from './deps.ts';
import { servePage } from './http/page.ts';

const resources: readonly ((deps: StatusDeps) => Router)[] = [
  createAboutRoutes,
  createPipelineRoutes,
  createEventRoutes,
  createRunRoutes,
  createRunDetailRoutes,
  createStoreRoutes,
  createFeatureSetRoutes,
  createDeletionRoutes,
  createErasureRoutes,
  createHistoryRoutes,
  createPinRoutes,
  createRetentionRoutes,
  createSpecRoutes,
  createPreviewRoutes,
  createPlanRoutes,
  createUploadRoutes,
  createQueueRoutes,
  createFleetRoutes,
  createAccessRoutes,
];

const createApi = (deps: StatusDeps): Router => {
  const api = createRouter();
  api.use(
    methodNotAllowed({
      app: api,
      onMethodNotAllowed: (context, methods) => {
        const allowed = methods.join(', ');
        context.header('allow', allowed);
        return answerProblem(
          deps.log,
          new RequestProblem(
            405,
            'METHOD_NOT_ALLOWED',
            `${context.req.method} is not supported for ${context.req.path}`,
            {
              remedy: `use one of: ${allowed}`,
            },
          ),
          context,
        );
      },
    }),
  );
  for (const createRoutes of resources) api.route('/', createRoutes(deps));
  describeApi(api, hasTokens(deps.config.tokens));
  return api;
};

/** Everything the service answers: the API, health and metrics, and the page. */
export const createStatusApp = (deps: StatusDeps): Hono<RequestEnv> => {
  const app = new OpenAPIHono<RequestEnv>();
  app.onError((error, context) => answerProblem(deps.log, error, context));
  app.notFound((context) =>
    answerProblem(
      deps.log,
      new RequestProblem(404, 'PATH_UNKNOWN', `there is nothing at ${context.req.path}`, {
        remedy: 'look at /api/v1/reference for what there is',
      }),
      context,
    ),
  );
  app.use(secureAnswers());
  // Before the host is checked: a load balancer asks by address, a container by any name.
  app.route('/', createHealthRoutes(deps));
  app.use(requireTrustedHost(deps.config));
  app.use(requireSameOrigin);
  app.use(async (context, next) => {
    context.set('gate', deps.gate);
    context.set('log', deps.log);
    await next();
  });
  app.route('/', createMetricsRoute(deps));
  app.route('/api/v1', createApi(deps));
  servePage(app, deps.config.pageFolder);
  assertAccessRules(app);
  return app;
};
