import { About } from '@wattline/api';
import type { AdapterChoice } from '@wattline/bootstrap';
import {
  formatEndings,
  formatNames,
  mediaTypes,
  packingEndings,
  packingNames,
} from '@wattline/engine/formats';
import { ENGINE_VERSION } from '@wattline/engine/sealed';
import { createRouter, includes, jsonAnswer, problemAnswers, type Router, readRoute } from '@wattline/http';
import { presetNames } from '@wattline/spec';
import type { StatusDeps } from '../deps.ts';
import { VERSION } from '../version.ts';

const about = readRoute({
  method: 'get',
  path: '/about',
  tags: ['service'],
  summary: 'What this service is, and what the request’s token may do',
  responses: { 200: jsonAnswer(About, 'The service'), ...problemAnswers() },
});

/** The stores decide: where they are is where the data is. */
const backendOf = ({ store }: AdapterChoice): About['backend'] => {
  if (store === 'directory') return 'local';
  return store === 's3' ? 'aws' : 'other';
};

export const createAboutRoutes = ({ config }: StatusDeps): Router => {
  const router = createRouter();
  router.openapi(about, (context) => {
    const { name, right } = context.get('principal');
    return context.json(
      {
        version: VERSION,
        engineVersion: ENGINE_VERSION,
        backend: backendOf(config.adapters),
        adapters: config.adapters,
        auth: {
          required: context.get('gate').asksForToken,
          mayWrite: includes(right, 'write'),
          name,
          right,
        },
        presets: [...presetNames],
        formats: `${formatNames}, also packed as ${packingNames}`,
        endings: { formats: [...formatEndings], packings: [...packingEndings] },
        mediaTypes: [...mediaTypes],
        maxUploadBytes: config.maxUploadBytes,
        ...(config.stagingFolder !== undefined && { stagingFolder: config.stagingFolder }),
      },
      200,
    );
  });
  return router;
};
