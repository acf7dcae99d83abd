import { createRoute, z } from '@hono/zod-openapi';
import { RowsAnswer, RowsRequest } from '@wattline/api';
import {
  includes,
  problemAnswers,
  type RequestEnv,
  RequestProblem,
  recordsChange,
  requireAccess,
  toProblem,
} from '@wattline/http';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { ServedVersions } from '../datasets/served-versions.ts';
import type { PostedRows } from '../store/posted-rows.ts';
import { type Answer, answerRows } from './answer-rows.ts';
import { limitLoad } from './limit-load.ts';
import { limitValues } from './limit-values.ts';

const MAX_BODY_BYTES = 64 * 1024 ** 2;
const LOAD = { bodyBytes: MAX_BODY_BYTES, allBytes: 2 * MAX_BODY_BYTES, requests: 1_000 };
const NDJSON = 'application/x-ndjson';

const parse = (text: string, place: string): RowsRequest => {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw new RequestProblem(400, 'REQUEST_MALFORMED', `${place} is no JSON`, {
      remedy: 'send one JSON object; of NDJSON, one on each line',
      cause,
    });
  }
  const parsed = RowsRequest.safeParse(content);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => ({
    place: [place, ...path.map(String)].join('.'),
    message,
  }));
  throw new RequestProblem(
    400,
    'REQUEST_INVALID',
    `the request has wrong values: ${problems.map((one) => `${one.place}: ${one.message}`).join('; ')}`,
    { remedy: 'correct them; /api/v1/openapi.json describes each', problems, cause: parsed.error },
  );
};

/** How a request's rows are asked for in its address. */
const Query = z.object({
  version: z.string().min(1).max(100).optional().openapi({ example: 'latest' }),
  scaled: z.enum(['true', 'false']).optional(),
});

const Params = z.object({
  dataset: z
    .string()
    .min(1)
    .max(200)
    .openapi({ param: { name: 'dataset', in: 'path' }, example: 'power' }),
});

/** As OpenAPI describes it. */
export const rowsOperation = createRoute({
  method: 'post',
  path: '/datasets/{dataset}/rows',
  summary: 'The rows of entities, as a sealed version has them',
  description:
    'From the readings of the body, from what is held of the entities, or both. Several requests, one on each line, are answered line by line (application/x-ndjson).',
  request: {
    params: Params,
    query: Query,
    body: { required: true, content: { 'application/json': { schema: RowsRequest } } },
  },
  responses: {
    200: {
      description: 'The rows, and what of the readings is refused',
      content: { 'application/json': { schema: RowsAnswer } },
    },
    ...problemAnswers(404, 413, 415, 422),
  },
});

/** With what was stored, once it is; that it was is recorded. */
const whole = async (context: Context<RequestEnv>, { stored, ...answer }: Answer): Promise<object> => {
  if (stored === undefined) return answer;
  const done = await stored;
  const keys = new Set([context.get('changed')?.split(' ') ?? [], done.files.map(({ key }) => key)].flat());
  if (keys.size > 0) context.set('changed', [...keys].join(' '));
  return { ...answer, stored: done };
};

export const createRowRoutes = (
  versions: ServedVersions,
  keep: PostedRows['keep'],
  count: (rows: number) => void,
): Hono<RequestEnv> => {
  const answer = async (
    dataset: string,
    version: string | undefined,
    request: RowsRequest,
    mayHold: boolean,
    spend: (values: number) => void,
  ) => {
    const adds = request.readings.length > 0 || request.knownUntil !== undefined;
    if (request.store && !mayHold)
      throw new RequestProblem(403, 'TOKEN_READS_ONLY', 'this token may not add to the dataset', {
        remedy: 'send a token with the right to write, or leave out store',
      });
    if (adds && request.hold && !mayHold)
      throw new RequestProblem(403, 'TOKEN_READS_ONLY', 'this token may not add to what is held', {
        remedy: 'send a token with the right to write, or hold: false to have rows of these readings alone',
      });
    const found = await answerRows(await versions.open(dataset, version), request, { keep, spend });
    count(found.rows.length);
    return found;
  };
  return new Hono<RequestEnv>().post(
    '/datasets/:dataset/rows',
    requireAccess('read'),
    recordsChange('readings.stored'),
    limitLoad(LOAD),
    bodyLimit({
      maxSize: MAX_BODY_BYTES,
      onError: () => {
        throw new RequestProblem(413, 'BODY_TOO_LARGE', `the body has more than ${MAX_BODY_BYTES} bytes`, {
          remedy: 'send fewer readings at once',
        });
      },
    }),
    async (context) => {
      const dataset = context.req.param('dataset');
      const query = Query.safeParse(context.req.query());
      if (!query.success)
        throw new RequestProblem(
          400,
          'REQUEST_INVALID',
          'scaled is true or false, and a version has a name',
          {
            place: { value: 'scaled' },
            remedy: 'write ?scaled=false for plain features, and leave out version for the latest',
          },
        );
      const { scaled } = query.data;
      const version = query.data.version === 'latest' ? undefined : query.data.version;
      const mayHold = includes(context.get('principal').right, 'write');
      const spend = limitValues();
      const type = (context.req.header('content-type') ?? '').split(';')[0]?.trim();
      const requested = (text: string, place: string): RowsRequest => {
        const request = parse(text, place);
        return scaled === undefined ? request : { ...request, scaled: scaled === 'true' };
      };
      if (type === NDJSON) {
        const lines = (await context.req.text()).split('\n').filter((line) => line.trim() !== '');
        // Lines that are to be stored wait together.
        const answers: (string | Promise<string>)[] = [];
        for (const [i, line] of lines.entries()) {
          try {
            const found = await answer(dataset, version, requested(line, `line ${i + 1}`), mayHold, spend);
            const text = whole(context, found).then((all) => JSON.stringify(all));
            text.catch(() => {});
            answers.push(text);
          } catch (error) {
            const problem = toProblem(error);
            // What is wrong with all lines is an answer of its own.
            if (lines.length === 1 || problem.status >= 500) throw error;
            answers.push(JSON.stringify({ problem }));
          }
        }
        return context.body((await Promise.all(answers)).map((line) => `${line}\n`).join(''), 200, {
          'content-type': NDJSON,
        });
      }
      if (type !== 'application/json')
        throw new RequestProblem(
          415,
          'MEDIA_TYPE_UNSUPPORTED',
          `a body of ${type === '' ? 'no type' : type} is not read`,
          {
            remedy: `send application/json, or ${NDJSON} for many requests`,
          },
        );
      return context.json(
        await whole(
          context,
          await answer(dataset, version, requested(await context.req.text(), 'body'), mayHold, spend),
        ),
      );
    },
  );
};
