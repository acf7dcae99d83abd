import { Hono } from 'hono';
import type { Health, Verdict } from './health.ts';
import type { Metrics } from './metrics.ts';

/** A service's health over HTTP: `/healthz`, `/readyz` and `/metrics`. */
export const createApp = (
  health: Pick<Health, 'alive' | 'ready'>,
  metrics: Pick<Metrics, 'contentType' | 'read'>,
): Hono =>
  new Hono()
    .get('/healthz', (context) => context.json(...answer(health.alive())))
    .get('/readyz', (context) => context.json(...answer(health.ready())))
    .get('/metrics', async (context) =>
      context.body(await metrics.read(), 200, { 'content-type': metrics.contentType }),
    );

const answer = (verdict: Verdict): [Verdict, 200 | 503] => [verdict, verdict.ok ? 200 : 503];
