import { join } from 'node:path';
import { z } from '@hono/zod-openapi';
import { TicketRequest, Uploaded, UploadTicket } from '@wattline/api';
import type { ObjectInfo } from '@wattline/backend-contract';
import {
  createRouter,
  jsonAnswer,
  jsonBody,
  notFound,
  problemAnswers,
  RequestProblem,
  type Router,
  readRoute,
  ticketRoute,
  writeRoute,
} from '@wattline/http';
import { expectRun } from '@wattline/worker';
import type { Context } from 'hono';
import type { StatusDeps } from '../deps.ts';
import { receiveFile, refuseTooLarge } from '../uploads/receive-file.ts';
import { requireSpace } from '../uploads/require-space.ts';
import { createTickets, type Ticket } from '../uploads/ticket.ts';
import { uploadKey } from '../uploads/upload-name.ts';
import { createUsedTickets } from '../uploads/used-tickets.ts';
import { hrefs } from './hrefs.ts';

const TICKET_SECONDS = 3_600;
const MAX_TICKET = 3_000;

const fileBody = {
  required: true as const,
  content: { 'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) } },
};

const upload = writeRoute(
  'upload.received',
  {
    method: 'post',
    path: '/uploads',
    tags: ['uploads'],
    summary: 'Uploads a file, which starts a run; the body is the file',
    request: {
      query: z.object({ dataset: z.string().min(1).max(200), name: z.string().min(1).max(200) }),
      body: fileBody,
    },
    responses: { 201: jsonAnswer(Uploaded, 'The file is in the store'), ...problemAnswers(413, 507) },
  },
  { body: 'streamed' },
);

const give = writeRoute('ticket.issued', {
  method: 'post',
  path: '/uploads/tickets',
  tags: ['uploads'],
  summary: 'Leave to put one file straight into the store, once and without a token',
  request: { body: jsonBody(TicketRequest) },
  responses: { 201: jsonAnswer(UploadTicket, 'The ticket'), ...problemAnswers(413, 415, 507) },
});

const TicketParams = z.object({
  ticket: z
    .string()
    .min(1)
    .max(MAX_TICKET)
    .openapi({
      param: { name: 'ticket', in: 'path' },
      pattern: '^[A-Za-z0-9_-]+[.][A-Za-z0-9_-]+[.][A-Za-z0-9_-]+$',
    }),
});

const follow = readRoute({
  method: 'get',
  path: '/uploads/tickets/{ticket}',
  tags: ['uploads'],
  summary: 'Leads to the run of the file that was put with a ticket',
  request: { params: TicketParams },
  responses: { 307: { description: 'To the run' }, ...problemAnswers(404) },
});

const put = ticketRoute(
  'upload.received',
  {
    method: 'put',
    path: '/uploads/tickets/{ticket}',
    tags: ['uploads'],
    summary: 'Puts the file of a ticket, if the store has no address of its own; a ticket can be used once',
    request: { params: TicketParams, body: fileBody },
    responses: {
      201: jsonAnswer(Uploaded, 'The file is in the store'),
      ...problemAnswers(404, 409, 413, 507),
    },
  },
  { body: 'streamed' },
);

const unknownTicket = () =>
  notFound('TICKET_UNKNOWN', 'the ticket is not one of this service, or has expired', 'ask for a new one');

const used = () =>
  new RequestProblem(409, 'TICKET_USED', 'the ticket was used already', { remedy: 'ask for a new one' });

const pending = () =>
  notFound('UPLOAD_PENDING', 'the file of this ticket has not arrived', 'send the file, then ask again');

export const createUploadRoutes = ({ backend, config, now, readDisk }: StatusDeps): Router => {
  const { staging } = backend.stores;
  const folder = join(backend.scratch, 'uploads');
  const tickets = createTickets(config.tokens.write ?? config.tokens.admin);
  const usedTickets = createUsedTickets(backend.stores.results, now);

  const uploaded = async (dataset: string, info: ObjectInfo): Promise<Uploaded> => {
    const run = await expectRun(backend.stores, dataset, info);
    return { run, dataset, key: info.key, bytes: info.bytes, href: hrefs.run(run) };
  };

  const receive = async (
    context: Context,
    { dataset, key, maxBytes }: Pick<Ticket, 'dataset' | 'key' | 'maxBytes'>,
    keep: (put: () => Promise<Uploaded>) => Promise<Uploaded> = (put) => put(),
  ): Promise<Uploaded> => {
    const length = context.req.header('content-length');
    refuseTooLarge(length, maxBytes);
    await requireSpace(readDisk, config.minFreeBytes, Number(length ?? 0));
    // A service that stops lets what is under way end.
    const { body, signal } = context.req.raw;
    return receiveFile(body, { folder, maxBytes, signal }, (file) =>
      keep(async () => {
        await backend.takeSpec?.(dataset);
        return uploaded(dataset, await staging.putFile(key, file.path, { sha256: file.sha256, move: true }));
      }),
    );
  };

  const openTicket = async (text: string): Promise<Ticket> => {
    const ticket = await tickets.open(text);
    if (ticket === undefined) throw unknownTicket();
    return ticket;
  };

  /** Uses a ticket up with the file that is here, whole: one that breaks off may be sent again. */
  const once =
    ({ jti }: Ticket) =>
    async (put: () => Promise<Uploaded>): Promise<Uploaded> => {
      if (!(await usedTickets.use(jti))) throw used();
      try {
        return await put();
      } catch (error) {
        await usedTickets.release(jti);
        throw error;
      }
    };

  const isExpired = ({ exp }: Ticket): boolean => exp * 1_000 < now().getTime();

  const newest = async (key: string): Promise<{ info: ObjectInfo; version: string } | undefined> => {
    const info = await staging.head(key);
    return info && { info, version: info.versionId ?? info.etag };
  };

  const router = createRouter();
  router.openapi(upload, async (context) => {
    const { dataset, name } = context.req.valid('query');
    const key = uploadKey(dataset, name);
    context.set('changed', key);
    const done = await receive(context, { dataset, key, maxBytes: config.maxUploadBytes });
    context.header('location', done.href);
    return context.json(done, 201);
  });
  router.openapi(give, async (context) => {
    const { dataset, name, bytes } = context.req.valid('json');
    const key = uploadKey(dataset, name);
    refuseTooLarge(String(bytes), config.maxUploadBytes);
    if (staging.presignUpload === undefined) await requireSpace(readDisk, config.minFreeBytes, bytes);
    const expiresAtMs = now().getTime() + TICKET_SECONDS * 1_000;
    const replaced = await newest(key);
    const before = replaced?.version ?? null;
    const by = context.get('principal').name;
    const exp = Math.floor(expiresAtMs / 1_000);
    const ticket = await tickets.seal({ key, dataset, maxBytes: bytes, exp, before, by });
    context.set('changed', key);
    const href = hrefs.ticket(ticket);
    const base = { ticket, key, expiresAt: new Date(expiresAtMs).toISOString(), href };
    const request = await staging.presignUpload?.(key, {
      bytes,
      expiresInSeconds: TICKET_SECONDS,
      replaces: replaced?.info.etag,
    });
    const { url, headers } = request ?? { url: href, headers: {} };
    return context.json({ ...base, method: 'PUT' as const, url, headers: { ...headers } }, 201);
  });
  router.openapi(follow, async (context) => {
    const ticket = await openTicket(context.req.valid('param').ticket);
    const found = await newest(ticket.key);
    if (found !== undefined && found.version !== ticket.before)
      return context.redirect((await uploaded(ticket.dataset, found.info)).href, 307);
    throw isExpired(ticket) ? unknownTicket() : pending();
  });
  router.openapi(put, async (context) => {
    const ticket = await openTicket(context.req.valid('param').ticket);
    if (isExpired(ticket)) throw unknownTicket();
    context.set('principal', { name: `ticket of ${ticket.by}`, right: 'write' });
    context.set('changed', ticket.key);
    if (await usedTickets.has(ticket.jti)) throw used();
    if (staging.presignUpload !== undefined)
      throw new RequestProblem(400, 'TICKET_OF_STORE', 'the file goes straight to the store', {
        remedy: 'send it to the ticket’s url, with its headers',
      });
    const done = await receive(context, ticket, once(ticket));
    context.header('location', done.href);
    return context.json(done, 201);
  });
  return router;
};
