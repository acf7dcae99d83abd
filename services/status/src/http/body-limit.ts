import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { RequestProblem } from './problem.ts';

const bodyTooLarge = (maxBytes: number): RequestProblem =>
  new RequestProblem(413, 'BODY_TOO_LARGE', `the body has more than ${maxBytes} bytes`, {
    remedy: 'send less, or raise the limit where docs/configuration.md names one',
  });

/** For bodies that are read whole: refused before they are, where they tell their length. */
export const limitBody = (maxBytes: number): MiddlewareHandler =>
  bodyLimit({
    maxSize: maxBytes,
    onError: () => {
      throw bodyTooLarge(maxBytes);
    },
  });
