import { createRoute, type RouteConfig } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import { type Access, requireAccess } from './access.ts';
import { limitBody } from './body-limit.ts';
import { requireJson } from './require-json.ts';
import type { RequestEnv } from './router.ts';

const MAX_BODY_BYTES = 8 * 1024 ** 2;

interface BodyRule {
  /** The most bytes of a body that is read whole; `streamed` if the handler counts them as they come. */
  readonly body?: number | 'streamed';
}

type Operation<P extends string> = Omit<RouteConfig, 'path' | 'middleware'> & { path: P };

/** An optional body may be missing, with its type; a required one of another type would be ignored. */
const takesJson = ({ request }: Pick<RouteConfig, 'request'>): boolean =>
  request?.body?.required === true && 'application/json' in request.body.content;

const define = <P extends string, R extends Operation<P>>(
  access: Access,
  change: string | undefined,
  route: R,
  { body = MAX_BODY_BYTES }: BodyRule,
) => {
  // Access comes first: without the right, nothing is said about the request.
  const middleware: MiddlewareHandler<RequestEnv>[] = [requireAccess(access, change)];
  if (body !== 'streamed') middleware.push(limitBody(body));
  if (takesJson(route)) middleware.push(requireJson);
  const isOpen = access === 'open' || access === 'ticket';
  return createRoute({ ...route, middleware, 'x-access': access, ...(isOpen && { security: [] }) });
};

/** For tokens with any right. */
export const readRoute = <P extends string, R extends Operation<P>>(
  route: R & { path: P },
  rule: BodyRule = {},
) => define<P, R>('read', undefined, route, rule);

/** For tokens with the right to write. `change` is what the audit log calls it, in the past tense. */
export const writeRoute = <P extends string, R extends Operation<P>>(
  change: string,
  route: R & { path: P },
  rule: BodyRule = {},
) => define<P, R>('write', change, route, rule);

/** For admins. */
export const adminRoute = <P extends string, R extends Operation<P>>(
  change: string | undefined,
  route: R & { path: P },
  rule: BodyRule = {},
) => define<P, R>('admin', change, route, rule);

/** For anyone with a ticket in the address. The handler checks it, and sets the principal. */
export const ticketRoute = <P extends string, R extends Operation<P>>(
  change: string,
  route: R & { path: P },
  rule: BodyRule = {},
) => define<P, R>('ticket', change, route, rule);
