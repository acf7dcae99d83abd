import type { Logger } from '@wattline/worker';
import type { Context } from 'hono';
import { toProblem } from './problem.ts';

/** Any thrown value as an `application/problem+json` answer; an unexpected error goes to the log in full. */
export const answerProblem = (log: Logger, error: unknown, context: Context): Response => {
  const problem = toProblem(error);
  const { method, path } = context.req;
  if (problem.status >= 500) log.error({ err: error, method, path }, 'a request failed');
  context.header('content-type', 'application/problem+json');
  context.header('cache-control', 'no-store');
  if (problem.status === 401) context.header('www-authenticate', 'Bearer realm="wattline"');
  // What is busy now may not be in a moment.
  if (problem.status === 429 || problem.status === 503) context.header('retry-after', '2');
  return context.body(JSON.stringify(problem), problem.status);
};
