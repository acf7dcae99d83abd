import { PinChange, PinDraft } from '@wattline/api';
import { createRouter, jsonAnswer, jsonBody, problemAnswers, type Router, writeRoute } from '@wattline/http';
import { announceEntries, pinVersion, unpinVersion } from '@wattline/worker';
import type { StatusDeps } from '../deps.ts';
import { requireDatasetName } from '../uploads/upload-name.ts';
import { VersionParams } from './dataset-params.ts';

const path = '/datasets/{dataset}/versions/{version}/pin';

const pin = writeRoute('version.pinned', {
  method: 'put',
  path,
  tags: ['datasets'],
  summary: 'Keeps a version until it is unpinned',
  request: { params: VersionParams, body: jsonBody(PinDraft) },
  responses: { 200: jsonAnswer(PinChange, 'The version is pinned'), ...problemAnswers(404, 415) },
});

const unpin = writeRoute('version.unpinned', {
  method: 'delete',
  path,
  tags: ['datasets'],
  summary: 'Lets a version go once nothing else keeps it',
  request: { params: VersionParams },
  responses: { 200: jsonAnswer(PinChange, 'The version is not pinned'), ...problemAnswers() },
});

export const createPinRoutes = ({ backend }: StatusDeps): Router => {
  const { stores } = backend;
  const announce = announceEntries(backend);
  const router = createRouter();
  router.openapi(pin, async (context) => {
    const { version, ...params } = context.req.valid('param');
    const dataset = requireDatasetName(params.dataset);
    const { name } = context.req.valid('json');
    const by = context.get('principal').name;
    const changed = await pinVersion(stores, dataset, version, { name, by, announce });
    return context.json({ dataset, version, changed }, 200);
  });
  router.openapi(unpin, async (context) => {
    const { version, ...params } = context.req.valid('param');
    const dataset = requireDatasetName(params.dataset);
    const by = context.get('principal').name;
    const changed = await unpinVersion(stores, dataset, version, { by, announce });
    return context.json({ dataset, version, changed }, 200);
  });
  return router;
};
