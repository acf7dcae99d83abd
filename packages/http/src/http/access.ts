import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context, Hono, MiddlewareHandler } from 'hono';
import { includes, type Principal, type Right } from '../access/rights.ts';
import { RequestProblem } from './problem.ts';
import type { RequestEnv } from './router.ts';

/** `open`: needs nothing. `ticket`: the address itself is the proof, which the handler checks. */
export type Access = Right | 'open' | 'ticket';

/** Until a ticket says whose it is. */
const NOBODY: Principal = { name: 'nobody', right: 'read' };

const rules = new WeakSet<object>();

const forbidden: Record<Right, readonly [code: string, message: string, remedy: string]> = {
  read: ['TOKEN_READS_NOTHING', 'this token may not read', 'send a token with the right to read'],
  write: [
    'TOKEN_READS_ONLY',
    'this token may read, not change',
    'send a token with the right to write (WATTLINE_WRITE_TOKEN of the service, or a named one)',
  ],
  admin: [
    'TOKEN_NOT_ADMIN',
    'only an admin may do this',
    'send a token with the right of an admin (WATTLINE_ADMIN_TOKEN of the service, or a named one)',
  ],
};

const admit = async (context: Context<RequestEnv>, needs: Right): Promise<void> => {
  const principal = await context.get('gate').identify(context.req.header('authorization'));
  if (!includes(principal.right, needs)) {
    const [code, message, remedy] = forbidden[needs];
    throw new RequestProblem(403, code, message, { remedy });
  }
  context.set('principal', principal);
};

const remoteAddress = (context: Context): string | undefined => {
  try {
    return getConnInfo(context).remote.address;
  } catch {
    return undefined; // A request that came through no socket.
  }
};

/** Refused requests changed nothing; one that failed midway may have. */
const recordChange = async (context: Context<RequestEnv>, action: string): Promise<void> => {
  const { status } = context.res;
  if (status >= 400 && status < 500) return;
  const { name, right } = context.get('principal');
  const from = remoteAddress(context);
  const entry = {
    at: new Date().toISOString(),
    who: name,
    right,
    action,
    target: context.get('changed') ?? Object.values(context.req.param()).join(' '),
    status,
    ...(from !== undefined && { from }),
  };
  try {
    await context.get('gate').audit.append(entry);
  } catch (error) {
    // The change is made: its record is in the log at least.
    context.get('log').error({ err: error, ...entry }, 'a change could not be recorded');
  }
};

/** A route's access rule: lets through only requests with the right, and records what `change` names. */
export const requireAccess = (access: Access, change?: string): MiddlewareHandler<RequestEnv> => {
  const rule: MiddlewareHandler<RequestEnv> = async (context, next) => {
    if (access === 'open' || access === 'ticket') context.set('principal', NOBODY);
    else await admit(context, access);
    await next();
    if (change !== undefined) await recordChange(context, change);
  };
  rules.add(rule);
  return rule;
};

/** Records a change where the handler says that there was one, by setting `changed`. */
export const recordsChange =
  (action: string): MiddlewareHandler<RequestEnv> =>
  async (context, next) => {
    await next();
    if (context.get('changed') !== undefined) await recordChange(context, action);
  };

/** Throws if a route has no access rule: nothing is served by oversight. */
export const assertAccessRules = (app: Pick<Hono<RequestEnv>, 'routes'>): void => {
  // Middleware has the method ALL.
  const routes = app.routes.filter(({ method }) => method !== 'ALL');
  const groups = Map.groupBy(routes, ({ method, path }) => `${method} ${path}`);
  for (const [route, handlers] of groups)
    if (!handlers.some(({ handler }) => rules.has(handler)))
      throw new Error(
        `${route} has no access rule: define it with readRoute, writeRoute or the like, or add requireAccess`,
      );
};
