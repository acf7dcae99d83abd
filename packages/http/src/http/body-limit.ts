import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { RequestProblem } from './problem.ts';

const LESS = 'send less, or raise the limit if docs/configuration.md has one';

/** For bodies that are read whole; refused before reading if the request gives its length. */
export const limitBody = (maxBytes: number, remedy: string = LESS): MiddlewareHandler => {
  const onError = (): never => {
    throw new RequestProblem(413, 'BODY_TOO_LARGE', `the body has more than ${maxBytes} bytes`, { remedy });
  };
  const counted = bodyLimit({ maxSize: maxBytes, onError });
  return async (context, next) => {
    const length = context.req.header('content-length');
    // Where the length is given, there is no need to open the body as a stream, which takes longer than a small one.
    if (length === undefined || context.req.header('transfer-encoding') !== undefined)
      return counted(context, next);
    if (Number.parseInt(length, 10) > maxBytes) onError();
    return next();
  };
};
