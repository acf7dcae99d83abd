import { OpenAPIHono } from '@hono/zod-openapi';
import type { Logger } from '@wattline/worker';
import type { Gate } from '../access/gate.ts';
import type { Principal } from '../access/rights.ts';
import { RequestProblem } from './problem.ts';

/** What the service's own middleware leaves for handlers. */
export interface RequestEnv {
  Variables: {
    gate: Gate;
    log: Logger;
    /** Set by the route's access rule. */
    principal: Principal;
    /** What a request changed, for the audit log; the path's parameters if it is not set. */
    changed?: string;
  };
}

export type Router = OpenAPIHono<RequestEnv>;

const where: Record<string, string> = { param: 'path', json: 'body', form: 'form' };

/** A router whose requests are checked against their schemas: a problem names each place that is wrong. */
export const createRouter = (): Router =>
  new OpenAPIHono<RequestEnv>({
    defaultHook: (result) => {
      if (result.success) return;
      const part = where[result.target] ?? result.target;
      const problems = result.error.issues.map(({ path, message }) => ({
        place: [part, ...path.map(String)].join('.'),
        message,
      }));
      const list = problems.map(({ place, message }) => `${place}: ${message}`).join('; ');
      throw new RequestProblem(400, 'REQUEST_INVALID', `the request has wrong values: ${list}`, {
        remedy: 'correct them; /api/v1/reference describes each',
        problems,
        cause: result.error,
      });
    },
  });
