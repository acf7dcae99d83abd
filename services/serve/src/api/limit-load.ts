import { RequestProblem } from '@wattline/http';
import type { MiddlewareHandler } from 'hono';

export interface LoadLimits {
  /** What a body counts that comes in pieces, and says no length: few are as large as they may be. */
  readonly unsaidBytes: number;
  /** Of all bodies that are worked on at once. */
  readonly allBytes: number;
  readonly requests: number;
}

/** Refuses what would be too much for the memory of the service, while others are worked on. */
export const limitLoad = ({ unsaidBytes, allBytes, requests }: LoadLimits): MiddlewareHandler => {
  let [bytesUnderWay, underWay] = [0, 0];
  return async (context, next) => {
    const length = Number(context.req.header('content-length'));
    const given = Number.isFinite(length) && length >= 0 ? length : unsaidBytes;
    // One body always has room.
    if (underWay > 0 && (underWay >= requests || bytesUnderWay + given > allBytes))
      throw new RequestProblem(503, 'ROWS_BUSY', 'too many requests are worked on', {
        remedy: 'try again in a few seconds, with fewer requests at once',
      });
    bytesUnderWay += given;
    underWay += 1;
    try {
      await next();
    } finally {
      bytesUnderWay -= given;
      underWay -= 1;
    }
  };
};
