import type { MiddlewareHandler } from 'hono';
import { RequestProblem } from './problem.ts';

const JSON_TYPE = /^application\/([\w.+-]+\+)?json\s*(;|$)/i;

/**
 * For operations that take JSON: a body of another type would be ignored, and the operation would run with its
 * defaults.
 */
export const requireJson: MiddlewareHandler = async (context, next) => {
  const type = context.req.header('content-type');
  if (type === undefined || !JSON_TYPE.test(type))
    throw new RequestProblem(
      415,
      'MEDIA_TYPE_UNSUPPORTED',
      type === undefined ? 'the request does not say what its body is' : `the body is ${type}, not JSON`,
      { remedy: 'send the header "content-type: application/json", and JSON as the body' },
    );
  await next();
};
