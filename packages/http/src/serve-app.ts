import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { UsageError } from '@wattline/errors';

type Server = ReturnType<typeof createAdaptorServer>;

const isInUse = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'EADDRINUSE';

const listen = async (server: Server, host: string, ports: readonly number[]): Promise<number> => {
  let cause: unknown;
  for (const port of ports) {
    try {
      server.listen(port, host);
      await once(server, 'listening');
      return (server.address() as AddressInfo).port;
    } catch (error) {
      cause = error;
      if (!isInUse(error)) break;
    }
  }
  const tried = ports.length === 1 ? `port ${ports[0]}` : `any of the ports ${ports[0]} to ${ports.at(-1)}`;
  const code = isInUse(cause) ? 'PORT_IN_USE' : 'ADDRESS_UNUSABLE';
  throw new UsageError(code, `the page cannot be served on ${tried} of ${host}: ${String(cause)}`, {
    remedy:
      'name a free port (--port of wattline up, WATTLINE_HTTP_PORT elsewhere) and an address of this machine',
    cause,
  });
};

const GRACE_MS = 10_000;

const close = async (server: Server): Promise<void> => {
  const closed = once(server, 'close');
  server.close();
  const { closeIdleConnections, closeAllConnections } = server as Partial<import('node:http').Server>;
  closeIdleConnections?.call(server);
  // An upload that is under way may end; one that does not must not hold up the stop for ever.
  const timer = setTimeout(() => closeAllConnections?.call(server), GRACE_MS);
  await closed;
  clearTimeout(timer);
};

const urlOf = (host: string, port: number): string => {
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}/`;
};

/** An app that is served. */
interface ServedApp {
  /** Where it is, for a browser on this machine. */
  readonly url: string;
  /** Takes no new requests, and waits for what is under way. */
  readonly close: () => Promise<void>;
}

/** Serves an app on the first free one of some ports. @throws UsageError where none is free */
export const serveApp = async (
  app: { readonly fetch: (request: Request) => Response | Promise<Response> },
  host: string,
  ports: readonly number[],
): Promise<ServedApp> => {
  const server = createAdaptorServer({ fetch: app.fetch });
  const port = await listen(server, host, ports);
  return { url: urlOf(host, port), close: () => close(server) };
};
