import { Deletion, DeletionAccepted, DeletionDraft } from '@wattline/api';
import {
  createRouter,
  jsonAnswer,
  jsonBody,
  problemAnswers,
  type Router,
  readRoute,
  writeRoute,
} from '@wattline/http';
import { planRequest, previewDeletion, readDeletionRequest, requestDeletion } from '@wattline/worker';
import { readWhileChanging } from '../datasets/read-again.ts';
import type { StatusDeps } from '../deps.ts';
import { requireDatasetName } from '../uploads/upload-name.ts';
import { DatasetParams } from './dataset-params.ts';
import { hrefs } from './hrefs.ts';

const remove = writeRoute('readings.deleted', {
  method: 'post',
  path: '/datasets/{dataset}/deletions',
  tags: ['datasets'],
  summary: 'Deletes readings of an entity, of a span, or of an upload',
  description:
    'Starts a run, which makes a version without them. It counts against uploads of before, not of later. Older versions keep what they have.',
  request: { params: DatasetParams, body: jsonBody(DeletionDraft) },
  responses: { 202: jsonAnswer(DeletionAccepted, 'It is asked for'), ...problemAnswers(415, 422) },
});

const preview = readRoute({
  method: 'post',
  path: '/datasets/{dataset}/deletions/preview',
  tags: ['datasets'],
  summary: 'What a deletion would take out',
  request: { params: DatasetParams, body: jsonBody(DeletionDraft) },
  responses: { 200: jsonAnswer(Deletion, 'What it would take out'), ...problemAnswers(415, 422) },
});

export const createDeletionRoutes = ({ backend, signal }: StatusDeps): Router => {
  const { stores, scratch } = backend;
  const router = createRouter();
  router.openapi(remove, async (context) => {
    const dataset = requireDatasetName(context.req.valid('param').dataset);
    const request = readDeletionRequest(context.req.valid('json'));
    // What cannot be meant is refused at once; whether there is something of it, the run finds out.
    await planRequest(stores, dataset, request);
    const asked = await requestDeletion(stores, dataset, request, context.get('principal').name);
    context.set('changed', `${dataset} ${asked.run}`);
    const href = hrefs.run(asked.run);
    context.header('location', href);
    return context.json({ ...asked, href }, 202);
  });
  router.openapi(preview, async (context) => {
    const { dataset } = context.req.valid('param');
    const request = readDeletionRequest(context.req.valid('json'));
    const look = () => previewDeletion(stores, dataset, request, { scratch, signal });
    return context.json(await readWhileChanging(dataset, look, signal), 200);
  });
  return router;
};
