import type { MiddlewareHandler } from 'hono';
import { RequestProblem } from './problem.ts';

const originHost = (origin: string): string | undefined => {
  try {
    return new URL(origin).host;
  } catch {
    return undefined; // `null`, of a sandboxed page.
  }
};

const isForeign = (header: (name: string) => string | undefined, url: string): boolean => {
  const origin = header('origin');
  // Hosts are compared, not schemes: TLS may end at a proxy.
  if (origin !== undefined) return originHost(origin) !== new URL(url).host;
  const site = header('sec-fetch-site');
  return site === 'cross-site' || site === 'same-site';
};

/**
 * Refuses changes that another site's page asks a browser to make. Programs send no origin. (hono's `csrf` checks only
 * bodies that forms send, and refuses programs that send one of these.)
 */
export const requireSameOrigin: MiddlewareHandler = async (context, next) => {
  const { method, url } = context.req;
  if (method !== 'GET' && method !== 'HEAD' && isForeign((name) => context.req.header(name), url))
    throw new RequestProblem(403, 'ORIGIN_FORBIDDEN', 'another site’s page asks for this change', {
      remedy: 'use this service’s own page, or a program',
    });
  return next();
};
