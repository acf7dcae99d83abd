import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  GetObjectCommand,
  type GetObjectCommandInput,
  type GetObjectCommandOutput,
  HeadObjectCommand,
} from '@aws-sdk/client-s3';
import type { ObjectInfo } from '@wattline/backend-contract';
import { infoOf } from './info.ts';
import { addressOf, type ObjectPlace } from './location.ts';
import { isMissing } from './s3-error.ts';

export interface Reading {
  readonly info: ObjectInfo;
  /** The content, once. Where the connection breaks off, the rest is asked for. */
  readonly chunks: AsyncGenerator<Uint8Array>;
}

const RESUMES = 5;
const RESUME_MS = 100;

const unlessMissing = async <T>(request: Promise<T>): Promise<T | undefined> => {
  try {
    return await request;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
};

export const headObject = async (place: ObjectPlace): Promise<ObjectInfo | undefined> => {
  const command = new HeadObjectCommand({ ...addressOf(place), ChecksumMode: 'ENABLED' });
  const head = await unlessMissing(place.bucket.client.send(command));
  return head && infoOf(place.key, head);
};

/** Asks for an object's content. A connection that breaks before anyone reads on is the reader's to find out. */
export const getObject = async (
  place: ObjectPlace,
  fields: Partial<GetObjectCommandInput>,
): Promise<GetObjectCommandOutput> => {
  const answer = await place.bucket.client.send(new GetObjectCommand({ ...addressOf(place), ...fields }));
  // Without a listener, an error in the stream would end the process.
  if (answer.Body instanceof Readable) answer.Body.on('error', () => {});
  return answer;
};

const isBytes = (chunk: unknown): chunk is Uint8Array => chunk instanceof Uint8Array;

/**
 * The content of an answer, and what is missing of it where the connection breaks off.
 * @param from where in the object the answer begins
 */
export async function* chunksOf(
  place: ObjectPlace,
  first: GetObjectCommandOutput,
  from = 0,
): AsyncGenerator<Uint8Array> {
  const total = first.ContentLength ?? 0;
  let answer = first;
  let read = 0;
  let failures = 0;
  while (read < total) {
    try {
      // In Node the body is a stream of buffers.
      for await (const chunk of (answer.Body ?? []) as AsyncIterable<unknown>) {
        if (!isBytes(chunk)) continue;
        read += chunk.byteLength;
        failures = 0;
        yield chunk;
      }
      if (read < total)
        throw new Error(`${place.key} in ${place.bucket.name}: ${read} of ${total} bytes came`);
    } catch (error) {
      failures += 1;
      // What came whole and is still refused has a wrong checksum.
      if (read >= total || failures > RESUMES) throw error;
      await sleep(RESUME_MS * 2 ** failures);
      const rest = `bytes=${from + read}-${from + total - 1}`;
      answer = await getObject(place, { IfMatch: first.ETag, Range: rest });
    }
  }
}

/** Begins to read an object; undefined where there is none. */
export const readObject = async (place: ObjectPlace): Promise<Reading | undefined> => {
  const answer = await unlessMissing(getObject(place, { ChecksumMode: 'ENABLED' }));
  return answer && { info: infoOf(place.key, answer), chunks: chunksOf(place, answer) };
};
