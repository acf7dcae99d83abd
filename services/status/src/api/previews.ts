import { join } from 'node:path';
import { z } from '@hono/zod-openapi';
import { Preview } from '@wattline/api';
import type { StatusDeps } from '../deps.ts';
import { jsonAnswer, problemAnswers } from '../http/answers.ts';
import { RequestProblem } from '../http/problem.ts';
import { readRoute } from '../http/route.ts';
import { createRouter, type Router } from '../http/router.ts';
import { openPreviewReader } from '../preview/open-preview-reader.ts';
import { createPlaces } from '../preview/places.ts';
import { previewPart } from '../preview/preview-part.ts';
import { specInvalid } from '../specs/spec-invalid.ts';
import { requireSpace } from '../uploads/require-space.ts';

const MAX_PART_BYTES = 4 * 2 ** 20;
/** The spec and what holds a form together. */
const MAX_REST_BYTES = 1.5 * 2 ** 20;
const AT_ONCE = 2;

const preview = readRoute(
  {
    method: 'post',
    path: '/previews',
    tags: ['datasets'],
    summary: 'What the chain would make of the first part of a file, at most 4 MiB; nothing is kept',
    request: {
      body: {
        required: true,
        content: {
          'multipart/form-data': {
            schema: z.object({
              file: z.instanceof(File).openapi({ type: 'string', format: 'binary' }),
              name: z.string().min(1).max(200),
              spec: z.string().max(1_000_000).optional(),
            }),
          },
        },
      },
    },
    responses: {
      200: jsonAnswer(Preview, 'The spec and the first feature rows'),
      ...problemAnswers(413, 415, 422, 503, 507),
    },
  },
  { body: MAX_PART_BYTES + MAX_REST_BYTES },
);

const tooLarge = (): RequestProblem =>
  new RequestProblem(413, 'PREVIEW_TOO_LARGE', `a preview takes at most ${MAX_PART_BYTES} bytes`, {
    remedy: 'send the first part of the file only',
  });

export const createPreviewRoutes = ({ chain, config, readDisk, signal, specs }: StatusDeps): Router => {
  const inPlace = createPlaces(AT_ONCE);
  const reader = openPreviewReader(AT_ONCE);
  signal.addEventListener('abort', () => void reader.close(), { once: true });
  const router = createRouter();
  router.openapi(preview, async (context) => {
    const { file, name, spec } = context.req.valid('form');
    if (file.size > MAX_PART_BYTES) throw tooLarge();
    await requireSpace(readDisk, config.minFreeBytes);
    const bytes = new Uint8Array(await file.arrayBuffer());
    // A form's lines end in CRLF, whatever was typed.
    const typed = spec?.replaceAll('\r\n', '\n');
    const specText = typed === undefined || typed.trim() === '' ? undefined : typed;
    const problems = specText === undefined ? [] : await specs.problems(specText);
    if (problems.length > 0) throw specInvalid(problems);
    const part = { bytes, name, ...(specText !== undefined && { specText }) };
    const options = {
      scratch: join(chain.scratch, 'previews'),
      reader,
      signal: AbortSignal.any([signal, context.req.raw.signal]),
    };
    return context.json(await inPlace(() => previewPart(part, options)), 200);
  });
  return router;
};
