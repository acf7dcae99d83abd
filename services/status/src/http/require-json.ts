import type { MiddlewareHandler } from 'hono';
import { RequestProblem } from './problem.ts';

const JSON_TYPE = /^application\/([\w.+-]+\+)?json\s*(;|$)/i;

/**
 * For operations that take JSON: a body of any other type would be passed over without a word, and the operation do what
 * it does where nothing is said.
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
