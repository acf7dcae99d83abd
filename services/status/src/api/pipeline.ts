import { Pipeline } from '@wattline/api';
import { createRouter, jsonAnswer, problemAnswers, type Router, readRoute } from '@wattline/http';
import type { StatusDeps } from '../deps.ts';

const pipeline = readRoute({
  method: 'get',
  path: '/pipeline',
  tags: ['events'],
  summary: 'The four stages as they are now',
  description: 'Queue depths, dead letters, tasks at work, and what was done in the last five minutes.',
  responses: { 200: jsonAnswer(Pipeline, 'The pipeline'), ...problemAnswers() },
});

export const createPipelineRoutes = ({ live }: StatusDeps): Router => {
  const router = createRouter();
  router.openapi(pipeline, async (context) => {
    live.markActive();
    return context.json(await live.pipeline(), 200);
  });
  return router;
};
