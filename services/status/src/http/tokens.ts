import { createHash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { RequestProblem } from './problem.ts';
import type { RequestEnv } from './router.ts';

export interface Tokens {
  readonly read?: string;
  /** May read as well. */
  readonly write?: string;
}

export const hasTokens = ({ read, write }: Tokens): boolean => read !== undefined || write !== undefined;

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Of digests, so that neither the content nor the length shows in the time it takes. */
const isSame = (given: string, token: string | undefined): boolean =>
  token !== undefined && timingSafeEqual(digest(given), digest(token));

const remedy =
  'send the header "Authorization: Bearer TOKEN" with the token that the service was started with';

/** These change nothing though they have a body. */
const readingPosts = new Set(['/api/v1/specs/validation', '/api/v1/previews']);
/** A ticket's address is its own proof, signed and expiring. */
const TICKET = /^\/api\/v1\/uploads\/tickets\/[^/]+$/;
/** What describes the API is in the source code anyway. */
const OPEN = /^\/api\/v1\/(openapi\.json|reference(\/|$))/;

const changes = (method: string, path: string): boolean =>
  method !== 'GET' && method !== 'HEAD' && !readingPosts.has(path);

const isOpen = (method: string, path: string): boolean =>
  OPEN.test(path) || (method === 'PUT' && TICKET.test(path));

/** Lets through who has the token that the request needs. Without any token set, all may do all. */
export const requireToken =
  (tokens: Tokens): MiddlewareHandler<RequestEnv> =>
  async (context, next) => {
    const { method, path } = context.req;
    if (!hasTokens(tokens)) {
      context.set('mayWrite', true);
      return next();
    }
    const given = /^Bearer +(\S+)$/i.exec(context.req.header('authorization') ?? '')?.[1] ?? '';
    const mayWrite = isSame(given, tokens.write);
    const mayRead = isSame(given, tokens.read) || mayWrite;
    context.set('mayWrite', mayWrite);
    if (isOpen(method, path)) return next();
    if (!mayRead) {
      context.header('www-authenticate', 'Bearer realm="wattline"');
      throw given === ''
        ? new RequestProblem(401, 'TOKEN_MISSING', 'this service answers only who sends its token', {
            remedy,
          })
        : new RequestProblem(401, 'TOKEN_WRONG', 'the token is not one of this service', { remedy });
    }
    if (changes(method, path) && !mayWrite)
      throw new RequestProblem(403, 'TOKEN_READS_ONLY', 'this token may read, not change', {
        remedy: 'send the write token (WATTLINE_WRITE_TOKEN of the service)',
      });
    return next();
  };
