import { OpenAPIHono } from '@hono/zod-openapi';
import type { Hono } from 'hono';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { createAboutRoutes } from './api/about.ts';
import { createEventRoutes } from './api/events.ts';
import { createFeatureSetRoutes } from './api/feature-sets.ts';
import { createFleetRoutes } from './api/fleet.ts';
import { createHealthRoutes } from './api/health.ts';
import { describeApi } from './api/openapi.ts';
import { createPipelineRoutes } from './api/pipeline.ts';
import { createPreviewRoutes } from './api/previews.ts';
import { createQueueRoutes } from './api/queues.ts';
import { createRunDetailRoutes } from './api/run-details.ts';
import { createRunRoutes } from './api/runs.ts';
import { createSpecRoutes } from './api/specs.ts';
import { createStoreRoutes } from './api/stores.ts';
import { createUploadRoutes } from './api/uploads.ts';
import type { StatusDeps } from './deps.ts';
import { answerProblem } from './http/answer-problem.ts';
import { limitBody } from './http/body-limit.ts';
import { servePage } from './http/page.ts';
import { RequestProblem } from './http/problem.ts';
import { createRouter, type RequestEnv, type Router } from './http/router.ts';
import { requireSameHost } from './http/same-host.ts';
import { secureAnswers } from './http/secure.ts';
import { hasTokens, requireToken } from './http/tokens.ts';

const MAX_BODY_BYTES = 8 * 1024 ** 2;

/** They count their bodies themselves, as these go by. */
const STREAMED = /^\/api\/v1\/(uploads(\/tickets\/[^/]+)?|previews)$/;

const resources: readonly ((deps: StatusDeps) => Router)[] = [
  createAboutRoutes,
  createPipelineRoutes,
  createEventRoutes,
  createRunRoutes,
  createRunDetailRoutes,
  createStoreRoutes,
  createFeatureSetRoutes,
  createSpecRoutes,
  createPreviewRoutes,
  createUploadRoutes,
  createQueueRoutes,
  createFleetRoutes,
];

const createApi = (deps: StatusDeps): Router => {
  const api = createRouter();
  const limit = limitBody(MAX_BODY_BYTES);
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
            `${context.req.path} knows no ${context.req.method}`,
            {
              remedy: `use one of: ${allowed}`,
            },
          ),
          context,
        );
      },
    }),
  );
  api.use(requireToken(deps.config.tokens));
  api.use((context, next) => (STREAMED.test(context.req.path) ? next() : limit(context, next)));
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
  if (!hasTokens(deps.config.tokens)) app.use(requireSameHost());
  app.use('/metrics', requireToken(deps.config.tokens));
  app.route('/', createHealthRoutes(deps));
  app.route('/api/v1', createApi(deps));
  servePage(app, deps.config.pageFolder);
  return app;
};
