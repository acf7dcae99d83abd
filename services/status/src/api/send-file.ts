import { mkdir, open, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { ObjectNotFound, type ObjectStore } from '@wattline/backend-contract';
import { notFound } from '@wattline/http';
import type { Logger } from '@wattline/worker';
import type { Context } from 'hono';
import { attachment } from '../http/attachment.ts';
import { streamOf } from './stream-of.ts';

export interface SentFile {
  readonly store: ObjectStore;
  readonly key: string;
  readonly versionId?: string | undefined;
  /** The file name it is saved under. */
  readonly name: string;
  /** Changes with the content; default: the store's own. */
  readonly etag?: string;
  /** The content at this address never changes. */
  readonly immutable?: boolean;
  readonly log: Logger;
  readonly backend: { readonly scratch: string };
}

const missing = (key: string) =>
  notFound('OBJECT_UNKNOWN', `there is no object ${JSON.stringify(key)}`, 'look at what the store lists now');

async function* fileChunks(file: SentFile, versionId: string | undefined): AsyncGenerator<Uint8Array> {
  const { store, key, backend } = file;
  const folder = join(backend.scratch, 'downloads');
  await mkdir(folder, { recursive: true });
  const path = await store.file(key, folder, versionId === undefined ? {} : { versionId });
  const handle = await open(path);
  try {
    // A copy of our own is gone as soon as it is open: nothing is left behind, whatever happens.
    if (!relative(folder, path).startsWith('..')) await rm(path, { force: true });
    yield* handle.createReadStream({ highWaterMark: 1 << 18, autoClose: false });
  } finally {
    await handle.close();
  }
}

/** Starts the download first, so that a missing object is a 404. */
const begun = async (chunks: AsyncGenerator<Uint8Array>): Promise<AsyncGenerator<Uint8Array>> => {
  const first = await chunks.next();
  return (async function* () {
    try {
      if (first.done !== true) yield first.value;
      yield* chunks;
    } finally {
      await chunks.return(undefined);
    }
  })();
};

/** An object as a file to be saved, never shown: its bytes are a user's. */
export const sendFile = async (context: Context, file: SentFile): Promise<Response> => {
  const { store, key, name, log } = file;
  const info = await store.head(key, file.versionId === undefined ? {} : { versionId: file.versionId });
  if (info === undefined) throw missing(key);
  const etag = `"${file.etag ?? info.sha256 ?? info.etag}"`;
  context.header('etag', etag);
  context.header(
    'cache-control',
    file.immutable === true ? 'private, max-age=31536000, immutable' : 'no-cache',
  );
  if (context.req.header('if-none-match') === etag) return context.body(null, 304);
  context.header('content-type', 'application/octet-stream');
  context.header('content-disposition', attachment(name));
  context.header('content-length', String(info.bytes));
  if (context.req.method === 'HEAD') return context.body(null);
  try {
    const chunks = await begun(fileChunks(file, info.versionId ?? file.versionId));
    return context.body(streamOf(chunks, log));
  } catch (error) {
    throw error instanceof ObjectNotFound ? missing(key) : error;
  }
};
