import { type RequestEnv, requireAccess } from '@wattline/http';
import { Hono } from 'hono';
import type { Registry } from 'prom-client';
import type { StatusDeps } from '../deps.ts';

/** Loaded and made when it is first asked for: a stack that is not measured does without. */
const createMetrics = async ({ index, live }: Pick<StatusDeps, 'index' | 'live'>): Promise<Registry> => {
  const { collectDefaultMetrics, Gauge, Registry } = await import('prom-client');
  const registry = new Registry();
  registry.setDefaultLabels({ stage: 'status' });
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  new Gauge({
    name: 'wattline_runs',
    help: 'Runs in the ledger, by their status',
    labelNames: ['status'],
    registers,
    collect() {
      for (const [status, runs] of Object.entries(index.counts())) this.set({ status }, runs);
    },
  });
  new Gauge({
    name: 'wattline_event_listeners',
    help: 'Open event streams',
    registers,
    collect() {
      this.set(live.listeners);
    },
  });
  return registry;
};

/** `/healthz` and `/readyz`, as every service has them: schedulers and load balancers have no token. */
export const createHealthRoutes = ({ live }: Pick<StatusDeps, 'live'>): Hono<RequestEnv> =>
  new Hono<RequestEnv>()
    .get('/healthz', requireAccess('open'), (context) => context.json({ ok: true, reason: 'serving' }))
    .get('/readyz', requireAccess('open'), (context) => {
      const { ok, reason } = live.health();
      return context.json({ ok, reason }, ok ? 200 : 503);
    });

/** `/metrics`, for Prometheus. */
export const createMetricsRoute = (deps: StatusDeps): Hono<RequestEnv> => {
  let metrics: Promise<Registry> | undefined;
  return new Hono<RequestEnv>().get('/metrics', requireAccess('read'), async (context) => {
    metrics ??= createMetrics(deps);
    const registry = await metrics;
    return context.body(await registry.metrics(), 200, { 'content-type': registry.contentType });
  });
};
