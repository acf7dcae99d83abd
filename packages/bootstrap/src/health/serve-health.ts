import { once } from 'node:events';
import { createAdaptorServer } from '@hono/node-server';
import { UsageError } from '@wattline/errors';
import type { Observe, StageName } from '@wattline/worker';
import { createApp } from './app.ts';
import { createHealth } from './health.ts';
import { createMetrics } from './metrics.ts';

export interface HealthServer {
  /** Takes the worker's events. */
  readonly observe: Observe;
  close(): Promise<void>;
}

/** Serves `/healthz`, `/readyz` and `/metrics` of one service. */
export const serveHealth = async (stage: StageName, port: number): Promise<HealthServer> => {
  const health = createHealth();
  const metrics = createMetrics(stage);
  const server = createAdaptorServer({ fetch: createApp(health, metrics).fetch });
  server.listen(port);
  await once(server, 'listening').catch((cause: unknown) => {
    const code = (cause as NodeJS.ErrnoException).code === 'EADDRINUSE' ? 'PORT_IN_USE' : 'ADDRESS_UNUSABLE';
    throw new UsageError(code, `health cannot be served on port ${port}: ${String(cause)}`, {
      remedy: 'set WATTLINE_HTTP_PORT to a free port, or unset it',
      cause,
    });
  });
  return {
    observe: (news) => {
      health.observe(news);
      metrics.observe(news);
    },
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      if ('closeAllConnections' in server) server.closeAllConnections();
      await closed;
    },
  };
};
