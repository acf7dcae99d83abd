import { isIPv4 } from 'node:net';
import type { MiddlewareHandler } from 'hono';
import { RequestProblem } from './problem.ts';

/** `localhost`, 127.0.0.0/8 and ::1, as an address to listen on or a URL's host name. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' ||
  host.endsWith('.localhost') ||
  host === '::1' ||
  host === '[::1]' ||
  (isIPv4(host) && host.startsWith('127.'));

const originHost = (origin: string): string | undefined => {
  try {
    return new URL(origin).host;
  } catch {
    return undefined; // `null`, of a sandboxed page.
  }
};

const isForeign = (header: (name: string) => string | undefined, host: string): boolean => {
  const origin = header('origin');
  if (origin !== undefined) return originHost(origin) !== host;
  const site = header('sec-fetch-site');
  return site === 'cross-site' || site === 'same-site';
};

/**
 * For a service without tokens. A name that somebody else's DNS points here is refused, and so is a change that
 * another site's page asks for: the user's own browser must not become their hands.
 */
export const requireSameHost = (): MiddlewareHandler => async (context, next) => {
  const { hostname, host } = new URL(context.req.url);
  if (!isLoopback(hostname))
    throw new RequestProblem(
      403,
      'HOST_FORBIDDEN',
      'this service answers only to the names of its own machine',
      {
        remedy:
          'use http://localhost or http://127.0.0.1; for other names start it with WATTLINE_READ_TOKEN and WATTLINE_WRITE_TOKEN',
        place: { value: hostname },
      },
    );
  const { method } = context.req;
  if (method !== 'GET' && method !== 'HEAD' && isForeign((name) => context.req.header(name), host))
    throw new RequestProblem(403, 'ORIGIN_FORBIDDEN', 'another site’s page asks for this change', {
      remedy: 'ask from this service’s own page, or from a program',
    });
  return next();
};
