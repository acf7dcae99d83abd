import { basename, join } from 'node:path';
import { z } from '@hono/zod-openapi';
import { Preview, PreviewRequest, SpecEdit } from '@wattline/api';
import {
  createRouter,
  jsonAnswer,
  jsonBody,
  problemAnswers,
  RequestProblem,
  type Router,
  readRoute,
} from '@wattline/http';
import { findUpload, type ReadBefore, readBefore } from '@wattline/worker';
import type { StatusDeps } from '../deps.ts';
import { createPlaces } from '../http/places.ts';
import { openPreviewReader } from '../preview/open-preview-reader.ts';
import { previewPart, previewStored } from '../preview/preview-part.ts';
import { specInvalid } from '../specs/spec-invalid.ts';
import { refuseTooLarge } from '../uploads/receive-file.ts';
import { requireSpace } from '../uploads/require-space.ts';
import { requireDatasetName } from '../uploads/upload-name.ts';
import { RunParams, readAnyReceipt } from './run-params.ts';

const MAX_PART_BYTES = 16 * 2 ** 20;
/** The spec and what holds a form together. */
const MAX_REST_BYTES = 1.5 * 2 ** 20;
const AT_ONCE = 2;
/** A form asks again at each change, before the last preview has noticed that it is no longer wanted. */
const WAITING = 4;

const preview = readRoute(
  {
    method: 'post',
    path: '/previews',
    tags: ['datasets'],
    summary: 'What a run would make of a file, of which 16 MiB at most are sent; nothing is kept',
    description:
      'A file that is a table is always answered with 200: where it cannot be read by the spec, `error` says why and what would help. `questions` are what the file leaves open: a run without an answer is rejected.',
    request: {
      body: {
        required: true,
        content: {
          'multipart/form-data': {
            schema: z.object({
              file: z.instanceof(File).openapi({ type: 'string', format: 'binary' }),
              name: z.string().min(1).max(200),
              bytes: z.coerce.number().int().positive().optional().openapi({
                type: 'integer',
                description: 'Of the whole file; without it, `file` counts as its first part',
              }),
              pieces: z.instanceof(File).optional().openapi({
                type: 'string',
                format: 'binary',
                description:
                  'Of a text of which `file` is the first part: 12 pieces of 16 KiB each, the last at its end, evenly over what lies beyond 256 KiB. With them the preview decides as a run of the whole file does.',
              }),
              dataset: z.string().min(1).max(200).optional().openapi({
                description:
                  'Which the file is to join: it is looked at as its run would, by the dataset’s spec and its uploads so far',
              }),
              spec: z.string().max(1_000_000).optional().openapi({
                description:
                  'In place of the dataset’s own; where there is neither, one is found out from the file',
              }),
              edits: z.string().max(500_000).optional().openapi({
                description:
                  'Changes of the spec, a JSON array in order: `{"column": "load", "role": "ignored"}`, `{"path": ["time", "zone"], "value": "Europe/Berlin"}`',
              }),
            }),
          },
        },
      },
    },
    responses: {
      200: jsonAnswer(Preview, 'How the file is read, what is open, and the first rows'),
      ...problemAnswers(413, 415, 422, 503, 507),
    },
  },
  { body: MAX_PART_BYTES + MAX_REST_BYTES },
);

const ofRun = readRoute({
  method: 'post',
  path: '/runs/{run}/previews',
  tags: ['runs'],
  summary: 'What a replay would make of the run’s upload, by a spec of which nothing is kept',
  request: { params: RunParams, body: jsonBody(PreviewRequest) },
  responses: {
    200: jsonAnswer(Preview, 'How the file is read, what is open, and the first rows'),
    ...problemAnswers(404, 413, 415, 422, 503, 507),
  },
});

const Edits = z.array(SpecEdit).max(500);

const editsIn = (text: string | undefined): z.infer<typeof Edits> => {
  if (text === undefined || text === '') return [];
  try {
    return Edits.parse(JSON.parse(text));
  } catch (cause) {
    throw new RequestProblem(400, 'REQUEST_INVALID', 'edits is no JSON array of changes', {
      remedy: 'send changes as the API’s description has them',
      cause,
    });
  }
};

const bytesOf = async (file: File | undefined): Promise<Buffer | undefined> =>
  file === undefined ? undefined : Buffer.from(await file.arrayBuffer());

const tooLarge = (): RequestProblem =>
  new RequestProblem(413, 'PREVIEW_TOO_LARGE', `a preview takes at most ${MAX_PART_BYTES} bytes`, {
    remedy: 'send the first part of the file only',
  });

export const createPreviewRoutes = ({ backend, config, readDisk, signal, specs }: StatusDeps): Router => {
  const places = AT_ONCE + WAITING;
  const { run: inPlace } = createPlaces(places, {
    code: 'PREVIEWS_BUSY',
    message: `${places} previews are made at this moment`,
  });
  const reader = openPreviewReader(AT_ONCE);
  signal.addEventListener('abort', () => void reader.close(), { once: true });
  const readSound = async (
    dataset: string | undefined,
    of: { readonly run?: string; readonly specText: string | undefined },
  ): Promise<ReadBefore> => {
    const before =
      dataset === undefined
        ? { specText: of.specText, soFar: {}, uploads: 0 }
        : await readBefore(backend.stores, dataset, of);
    const problems = before.specText === undefined ? [] : await specs.problems(before.specText);
    if (problems.length > 0) throw specInvalid(problems);
    return before;
  };
  const router = createRouter();
  router.openapi(preview, async (context) => {
    const { file, name, dataset, spec, bytes: size, pieces, edits } = context.req.valid('form');
    if (file.size > MAX_PART_BYTES) throw tooLarge();
    refuseTooLarge(size === undefined ? undefined : String(size), config.maxUploadBytes);
    const changes = editsIn(edits);
    await requireSpace(readDisk, config.minFreeBytes);
    // A form's lines end in CRLF, whatever was typed.
    const typed = spec?.replaceAll('\r\n', '\n');
    const given = typed === undefined || typed.trim() === '' ? undefined : typed;
    const before = await readSound(dataset && requireDatasetName(dataset), { specText: given });
    const head = (await bytesOf(file)) ?? Buffer.alloc(0);
    const part = { head, size, pieces: await bytesOf(pieces), name, ...before, edits: changes };
    const options = {
      scratch: join(backend.scratch, 'previews'),
      reader,
      signal: AbortSignal.any([signal, context.req.raw.signal]),
    };
    const found = await inPlace(() => previewPart(part, options));
    return context.json(Preview.parse({ ...found, uploadsBefore: before.uploads }), 200);
  });
  router.openapi(ofRun, async (context) => {
    const { receipt } = await readAnyReceipt(backend.stores, context.req.valid('param').run);
    const { run, dataset, upload } = receipt;
    const { spec, edits = [] } = context.req.valid('json');
    await requireSpace(readDisk, config.minFreeBytes, upload.bytes);
    const before = await readSound(dataset, { run, specText: spec });
    const { key, versionId } = (await findUpload(backend.stores, { dataset, run, upload })) ?? upload;
    const bring = (folder: string): Promise<string> =>
      backend.stores.staging.file(key, folder, versionId === undefined ? {} : { versionId });
    const options = {
      scratch: join(backend.scratch, 'previews'),
      reader,
      signal: AbortSignal.any([signal, context.req.raw.signal]),
    };
    const wanted = { name: basename(upload.key), ...before, edits };
    const found = await inPlace(() => previewStored(wanted, bring, options));
    return context.json(Preview.parse({ ...found, uploadsBefore: before.uploads }), 200);
  });
  return router;
};
