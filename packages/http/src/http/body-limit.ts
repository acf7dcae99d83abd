import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { RequestProblem } from './problem.ts';

const bodyTooLarge = (maxBytes: number): RequestProblem =>
  new RequestProblem(413, 'BODY_TOO_LARGE', `the body has more than ${maxBytes} bytes`, {
    remedy: 'send less, or raise the limit if docs/configuration.md has one',
  });

/** For bodies that are read whole; refused before reading if the request gives its length. */
export const limitBody = (maxBytes: number): MiddlewareHandler =>
  bodyLimit({
    maxSize: maxBytes,
    onError: () => {
      throw bodyTooLarge(maxBytes);
    },
  });
