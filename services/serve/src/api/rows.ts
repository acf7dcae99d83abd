import { setImmediate as nextTurn } from 'node:timers/promises';
import { createRoute, z } from '@hono/zod-openapi';
import { MOST_READINGS, RowsAnswer, RowsRequest } from '@wattline/api';
import {
  includes,
  limitBody,
  openAnswer,
  problemAnswers,
  type RequestEnv,
  RequestProblem,
  recordsChange,
  requireAccess,
  toProblem,
} from '@wattline/http';
import { type Context, Hono } from 'hono';
import type { ServedVersions } from '../datasets/served-versions.ts';
import type { PostedRows } from '../store/posted-rows.ts';
import { answerRows, type Stored } from './answer-rows.ts';
import { type AsciiWriter, asciiJson, createAsciiWriter, type Part } from './ascii-writer.ts';
import { limitLoad } from './limit-load.ts';
import { limitValues } from './limit-values.ts';

const MAX_BODY_BYTES = 64 * 1024 ** 2;
const LOAD = { unsaidBytes: 1024 ** 2, allBytes: 2 * MAX_BODY_BYTES, requests: 1_000 };
const NDJSON = 'application/x-ndjson';
const LINES_AT_ONCE = 32;
/** So much of an answer is kept before it begins to be sent. */
const KEPT_BYTES = 1024 ** 2;

/** Whether cells may be looked at as they are: what is none is for the schema to say. */
const areReadings = (given: unknown): given is RowsRequest['readings'] =>
  Array.isArray(given) &&
  given.length <= MOST_READINGS &&
  given.every((row) => typeof row === 'object' && row !== null && !Array.isArray(row));

const check = (content: unknown): ReturnType<typeof RowsRequest.safeParse> => {
  if (typeof content !== 'object' || content === null || !('readings' in content))
    return RowsRequest.safeParse(content);
  const { readings } = content;
  if (!areReadings(readings)) return RowsRequest.safeParse(content);
  // Their cells may be anything, and the schema would copy each.
  const parsed = RowsRequest.safeParse({ ...content, readings: [] });
  return parsed.success ? { ...parsed, data: { ...parsed.data, readings } } : parsed;
};

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
  const parsed = check(content);
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
  ahead: z.string().min(1).max(20).optional().openapi({ example: '24h' }),
});

const Params = z.object({
  dataset: z
    .string()
    .min(1)
    .max(200)
    .openapi({ param: { name: 'dataset', in: 'path' }, example: 'power' }),
});

type Query = z.infer<typeof Query>;

const readQuery = (text: string): Query => {
  const query = Query.safeParse(Object.fromEntries(new URLSearchParams(text)));
  if (query.success) return query.data;
  throw new RequestProblem(
    400,
    'REQUEST_INVALID',
    'scaled is true or false, a version has a name, and ahead is a horizon',
    {
      place: { value: 'scaled' },
      remedy:
        'write ?scaled=false for plain features, leave out version for the latest, and ahead for rows of their own interval',
    },
  );
};

let lastQuery: { readonly text: string; readonly query: Query } = { text: '', query: {} };

/** Nearly all requests have the one of the request before. */
const queryOf = (url: string): Query => {
  const at = url.indexOf('?');
  const text = at < 0 ? '' : url.slice(at + 1);
  if (text !== lastQuery.text) lastQuery = { text, query: readQuery(text) };
  return lastQuery.query;
};

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

/** An answer that ends with what was stored: it is written before a place, once it is known. */
interface Waiting {
  readonly place: number;
  readonly stored: Promise<Stored>;
}

/** Where an answer goes, and how much of it there may be. */
interface Writing {
  readonly to: AsciiWriter;
  readonly spend: (values: number) => void;
}

/** What was written from a place on, with what was stored, once it is; that it was is recorded. */
const finished = async (
  context: Context<RequestEnv>,
  written: AsciiWriter,
  waiting: readonly Waiting[],
  begin: number,
): Promise<Part[]> => {
  const parts = written.take();
  if (waiting.length === 0) return parts;
  const bytes = Buffer.concat(parts.map((part) => part.bytes));
  for (const { done } of parts) done();
  const to = createAsciiWriter();
  let from = 0;
  for (const { place, stored } of waiting) {
    const done = await stored;
    const keys = new Set([context.get('changed')?.split(' ') ?? [], done.files.map(({ key }) => key)].flat());
    if (keys.size > 0) context.set('changed', [...keys].join(' '));
    to.bytes(bytes.subarray(from, place - begin));
    to.text(`,"stored":${asciiJson(done)}`);
    from = place - begin;
  }
  to.bytes(bytes.subarray(from));
  return to.take();
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
    { mayHold, ...writing }: Writing & { readonly mayHold: boolean },
  ): Promise<Waiting[]> => {
    const adds =
      request.readings.length > 0 || request.knownUntil !== undefined || request.joined !== undefined;
    if (request.store && !mayHold)
      throw new RequestProblem(403, 'TOKEN_READS_ONLY', 'this token may not add to the dataset', {
        remedy: 'send a token with the right to write, or leave out store',
      });
    if (adds && request.hold && !mayHold)
      throw new RequestProblem(403, 'TOKEN_READS_ONLY', 'this token may not add to what is held', {
        remedy: 'send a token with the right to write, or hold: false to have rows of these readings alone',
      });
    const { to } = writing;
    const histories = await versions.open(dataset, version);
    const { rows, stored } = await answerRows(histories, request, { keep, ...writing });
    count(rows);
    const place = to.length();
    to.text('}');
    return stored === undefined ? [] : [{ place, stored }];
  };
  return new Hono<RequestEnv>().post(
    '/datasets/:dataset/rows',
    requireAccess('read'),
    recordsChange('readings.stored'),
    limitLoad(LOAD),
    limitBody(MAX_BODY_BYTES, 'send fewer readings at once'),
    async (context) => {
      const dataset = context.req.param('dataset');
      const { version: named, scaled, ahead } = queryOf(context.req.url);
      const version = named === 'latest' ? undefined : named;
      const mayHold = includes(context.get('principal').right, 'write');
      const type = (context.req.header('content-type') ?? '').split(';')[0]?.trim();
      const requested = (text: string, place: string): RowsRequest => {
        const request = parse(text, place);
        return {
          ...request,
          ...(scaled !== undefined && { scaled: scaled === 'true' }),
          ...(ahead !== undefined && { ahead }),
        };
      };
      const to = createAsciiWriter();
      const how = { mayHold, to, spend: limitValues() };
      if (type === NDJSON) {
        const text = await context.req.text();
        const lines = text.split('\n').filter((line) => line.trim() !== '');
        const answering = openAnswer(context, NDJSON);
        // Whether all is stored shows at the end, and decides the status.
        const mayBegin = !text.includes('"store"');
        let sent = 0;
        // Lines that are to be stored wait together.
        const waiting: Waiting[] = [];
        for (const [i, line] of lines.entries()) {
          // Others are answered meanwhile.
          if (i % LINES_AT_ONCE === LINES_AT_ONCE - 1) await nextTurn();
          if (mayBegin && waiting.length === 0 && to.length() - sent >= KEPT_BYTES) {
            sent = to.length();
            await answering.send(to.take());
          }
          const begin = to.length();
          try {
            const request = requested(line, `line ${i + 1}`);
            waiting.push(...(await answer(dataset, version, request, how)));
          } catch (error) {
            const problem = toProblem(error);
            // What is wrong with all lines is an answer of its own, unless another one has begun.
            if (lines.length === 1 || (problem.status >= 500 && sent === 0)) throw error;
            to.cut(begin);
            to.text(asciiJson({ problem }));
          }
          to.text('\n');
        }
        return answering.end(await finished(context, to, waiting, sent));
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
      const request = requested(await context.req.text(), 'body');
      const waiting = await answer(dataset, version, request, how);
      return openAnswer(context, 'application/json').end(await finished(context, to, waiting, 0));
    },
  );
};
