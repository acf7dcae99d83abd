import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { TransientError, UsageError } from '@wattline/errors';
import type { z } from 'zod';
import { problemError } from './problem-error.ts';

export interface ServerOptions {
  readonly server: string;
  readonly token?: string;
}

/** A status service, asked over HTTP. Its problems are thrown as errors with their code, place and remedy. */
export interface Server {
  /** Of the page, with its last slash. */
  readonly url: string;
  get<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.infer<Schema>>;
  send<Schema extends z.ZodType>(
    method: 'POST' | 'PUT',
    path: string,
    body: unknown,
    schema: Schema,
    headers?: Readonly<Record<string, string>>,
  ): Promise<z.infer<Schema>>;
  sendFile<Schema extends z.ZodType>(path: string, file: Blob, schema: Schema): Promise<z.infer<Schema>>;
  /** Writes what stands at an address of the server to a file; its hex SHA-256. */
  download(href: string, target: string): Promise<string>;
}

const baseOf = (server: string): URL => {
  const text = server.includes('://') ? server : `http://${server}`;
  if (!/^https?:\/\//.test(text) || !URL.canParse(text))
    throw new UsageError('SERVER_INVALID', `${JSON.stringify(server)} is not an address`, {
      remedy: 'name it as http://localhost:4680, which wattline up prints',
    });
  const base = new URL(text);
  // A path in front of the service's own, behind a proxy, is kept.
  if (!base.pathname.endsWith('/')) base.pathname += '/';
  return base;
};

export const openServer = ({ server, token }: ServerOptions): Server => {
  const base = baseOf(server);
  const ask = async (href: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers);
    if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
    let response: Response;
    try {
      response = await fetch(new URL(href.replace(/^\//, ''), base), { ...init, headers });
    } catch (cause) {
      const reason =
        cause instanceof Error && cause.cause instanceof Error ? cause.cause.message : String(cause);
      throw new TransientError('SERVER_UNREACHABLE', `${base.href} does not answer: ${reason}`, {
        remedy: 'check the address, and that the stack is up (wattline up, npm run stack)',
        cause,
      });
    }
    if (!response.ok) throw await problemError(response);
    return response;
  };
  const read = async <Schema extends z.ZodType>(
    response: Response,
    schema: Schema,
  ): Promise<z.infer<Schema>> => {
    const body = schema.safeParse(await response.json());
    if (body.success) return body.data;
    throw new TransientError(
      'SERVER_STRANGE',
      `${response.url} answered what this command does not understand`,
      {
        remedy: 'use the command of the same release as the server',
        cause: body.error,
      },
    );
  };
  const api = (path: string): string => `/api/v1${path}`;
  return {
    url: base.href,
    get: async (path, schema) => read(await ask(api(path)), schema),
    send: async (method, path, body, schema, headers = {}) => {
      const init = {
        method,
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json', ...headers },
      };
      return read(await ask(api(path), init), schema);
    },
    sendFile: async (path, body, schema) => {
      const headers = { 'content-type': 'application/octet-stream' };
      return read(await ask(api(path), { method: 'POST', body, headers }), schema);
    },
    download: async (href, target) => {
      const { body } = await ask(href);
      const hash = createHash('sha256');
      const hashing = new Transform({
        transform: (chunk: Buffer, _, done) => {
          hash.update(chunk);
          done(null, chunk);
        },
      });
      await pipeline(
        body === null ? Readable.from([]) : Readable.fromWeb(body),
        hashing,
        createWriteStream(target),
      );
      return hash.digest('hex');
    },
  };
};
