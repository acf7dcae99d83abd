import { DeletionAccepted, ErasureDraft, ErasurePreview } from '@wattline/api';
import {
  createRouter,
  jsonAnswer,
  jsonBody,
  problemAnswers,
  RequestProblem,
  type Router,
  writeRoute,
} from '@wattline/http';
import { previewErasure, requestDeletion } from '@wattline/worker';
import { readWhileChanging } from '../datasets/read-again.ts';
import type { StatusDeps } from '../deps.ts';
import { eraseFurther } from '../retention/erase-further.ts';
import { requireDatasetName } from '../uploads/upload-name.ts';
import { DatasetParams } from './dataset-params.ts';
import { hrefs } from './hrefs.ts';

const request = { params: DatasetParams, body: jsonBody(ErasureDraft) };

const erase = writeRoute('entity.erased', {
  method: 'post',
  path: '/datasets/{dataset}/erasures',
  tags: ['datasets'],
  summary: 'Deletes an entity with every trace of it',
  description:
    'Starts a run, which makes a version without it; once that is sealed, raw files are written again without its rows, and versions that hold it go, pinned ones too. Nothing brings it back. Where the service may not delete versions of objects, as on AWS: 409, and wattline erase does it.',
  request,
  responses: { 202: jsonAnswer(DeletionAccepted, 'It is asked for'), ...problemAnswers(409, 415, 422) },
});

/** It opens files that the readers have a process for: not for everybody. */
const preview = writeRoute('erasure.previewed', {
  method: 'post',
  path: '/datasets/{dataset}/erasures/preview',
  tags: ['datasets'],
  summary: 'What an erasure would remove',
  description:
    'Reads the raw files of the dataset. Versions that hold the entity are listed, and what becomes of each file.',
  request,
  responses: { 200: jsonAnswer(ErasurePreview, 'What would go'), ...problemAnswers(409, 415, 422) },
});

export const createErasureRoutes = (deps: StatusDeps): Router => {
  const { backend, config, signal } = deps;
  const { stores, scratch } = backend;
  const look = (
    dataset: string,
    { entity, dropFiles = false }: { entity: string; dropFiles?: boolean | undefined },
  ) =>
    readWhileChanging(
      dataset,
      () => previewErasure({ stores, dataset, scratch, signal }, { entity, dropFiles }),
      signal,
    );
  const router = createRouter();
  router.openapi(preview, async (context) => {
    const dataset = requireDatasetName(context.req.valid('param').dataset);
    return context.json(ErasurePreview.parse(await look(dataset, context.req.valid('json'))), 200);
  });
  router.openapi(erase, async (context) => {
    const dataset = requireDatasetName(context.req.valid('param').dataset);
    const draft = context.req.valid('json');
    if (config.adapters.store !== 'directory')
      throw new RequestProblem(
        409,
        'ERASURE_NOT_ALLOWED',
        'this service may not delete versions of objects',
        {
          remedy: `run: wattline erase ${dataset} --entity NAME, as somebody who may`,
        },
      );
    // What cannot be erased is refused before anything is.
    await look(dataset, draft);
    const { entity, dropFiles = false } = draft;
    const asked = await requestDeletion(stores, dataset, { entity }, context.get('principal').name, {
      dropFiles,
    });
    context.set('changed', `${dataset} ${asked.run}`);
    void eraseFurther(deps, dataset, asked.run);
    const href = hrefs.run(asked.run);
    context.header('location', href);
    return context.json({ ...asked, href }, 202);
  });
  return router;
};
