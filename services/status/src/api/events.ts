import { z } from '@hono/zod-openapi';
import { StreamEvent } from '@wattline/api';
import { createRouter, problemAnswers, RequestProblem, type Router, readRoute } from '@wattline/http';
import type { StatusDeps } from '../deps.ts';
import { eventStream } from '../live/event-stream.ts';

const events = readRoute({
  method: 'get',
  path: '/events',
  tags: ['events'],
  summary: 'What changes, as it changes',
  description:
    'Server-sent events; `data` is a StreamEvent. With Last-Event-ID the stream continues after that event. Without it, or where that event is no longer remembered, it begins with everything current: the pipeline, the newest runs and all that are active; read lists again then. A comment comes every 15 seconds. A listener that does not keep up is cut off and may come back with its last id.',
  request: { headers: z.object({ 'last-event-id': z.string().max(200).optional() }) },
  responses: {
    200: { description: 'The stream', content: { 'text/event-stream': { schema: StreamEvent } } },
    ...problemAnswers(),
  },
});

export const createEventRoutes = ({ live }: StatusDeps): Router => {
  const router = createRouter();
  router.openapi(events, (context) => {
    const listener = live.listen(context.req.valid('header')['last-event-id']);
    if (listener === undefined)
      throw new RequestProblem(
        503,
        'LISTENERS_TOO_MANY',
        'this service has as many listeners as it can serve',
        {
          remedy: 'close some pages that watch, or try again later',
        },
      );
    return new Response(eventStream(listener), {
      headers: {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        // A proxy that gathers the answer would hold events back.
        'x-accel-buffering': 'no',
      },
    });
  });
  return router;
};
