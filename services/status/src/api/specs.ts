import { z } from '@hono/zod-openapi';
import { SpecDraft, SpecText, SpecVerdict } from '@wattline/api';
import { PreconditionFailed, type PutOptions } from '@wattline/backend-contract';
import {
  createRouter,
  jsonAnswer,
  jsonBody,
  problemAnswers,
  RequestProblem,
  type Router,
  readRoute,
  writeRoute,
} from '@wattline/http';
import { specKey } from '@wattline/worker';
import type { StatusDeps } from '../deps.ts';
import { currentSpec } from '../specs/current-spec.ts';
import { specInvalid } from '../specs/spec-invalid.ts';
import { requireDatasetName } from '../uploads/upload-name.ts';
import { DatasetParams } from './dataset-params.ts';

const path = '/datasets/{dataset}/spec';

const read = readRoute({
  method: 'get',
  path,
  tags: ['datasets'],
  summary: 'The dataset’s spec, or what to begin one with',
  request: { params: DatasetParams },
  responses: { 200: jsonAnswer(SpecText, 'The spec; ETag where it is a file'), ...problemAnswers() },
});

const write = writeRoute('spec.written', {
  method: 'put',
  path,
  tags: ['datasets'],
  summary: 'Writes the dataset’s spec: the file that If-Match names, or the first one with If-None-Match: *',
  request: {
    params: DatasetParams,
    headers: z.object({
      'if-match': z.string().max(500).optional(),
      'if-none-match': z.literal('*').optional(),
    }),
    body: jsonBody(SpecDraft),
  },
  responses: {
    200: jsonAnswer(SpecText, 'The spec as it is now'),
    ...problemAnswers(412, 413, 415, 422, 428, 507),
  },
});

const validate = readRoute({
  method: 'post',
  path: '/specs/validation',
  tags: ['datasets'],
  summary: 'What is wrong with a spec, if anything',
  request: { body: jsonBody(SpecDraft) },
  responses: { 200: jsonAnswer(SpecVerdict, 'The verdict'), ...problemAnswers(413, 415, 507) },
});

const conditionsOf = (ifMatch: string | undefined, ifNoneMatch: string | undefined): PutOptions => {
  if (ifNoneMatch === '*') return { ifAbsent: true };
  if (ifMatch !== undefined) return { ifMatch: ifMatch.replace(/^"(.*)"$/, '$1') };
  throw new RequestProblem(
    428,
    'PRECONDITION_MISSING',
    'the request does not say which spec it is to replace',
    {
      remedy:
        'send If-Match with the etag of the spec that was read, or If-None-Match: * where there was none',
    },
  );
};

const changed = (cause: PreconditionFailed): RequestProblem =>
  new RequestProblem(412, 'SPEC_CHANGED', 'the spec is not the one that the request means to replace', {
    remedy: 'read it again, look at what changed, and send it with the new etag',
    cause,
  });

export const createSpecRoutes = ({ backend, index, specs }: StatusDeps): Router => {
  const { stores } = backend;
  const router = createRouter();
  router.openapi(read, async (context) => {
    const dataset = requireDatasetName(context.req.valid('param').dataset);
    const newest = index.list({ dataset }, { limit: 1 }).runs[0]?.run;
    const spec = await currentSpec({ stores, specs }, dataset, newest);
    if (spec.etag !== undefined) context.header('etag', `"${spec.etag}"`);
    return context.json(spec, 200);
  });
  router.openapi(write, async (context) => {
    const dataset = requireDatasetName(context.req.valid('param').dataset);
    const headers = context.req.valid('header');
    const conditions = conditionsOf(headers['if-match'], headers['if-none-match']);
    const { text } = context.req.valid('json');
    const problems = await specs.problems(text);
    if (problems.length > 0) throw specInvalid(problems);
    try {
      const put = await stores.staging.put(specKey(dataset), text, {
        ...conditions,
        contentType: 'application/yaml',
      });
      context.header('etag', `"${put.etag}"`);
      return context.json({ text, source: 'file' as const, etag: put.etag, problems: [] }, 200);
    } catch (error) {
      throw error instanceof PreconditionFailed ? changed(error) : error;
    }
  });
  router.openapi(validate, async (context) => {
    const problems = await specs.problems(context.req.valid('json').text);
    return context.json({ valid: problems.length === 0, problems: [...problems] }, 200);
  });
  return router;
};
