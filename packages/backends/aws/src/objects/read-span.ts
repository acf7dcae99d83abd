import { type ByteSpan, ObjectNotFound } from '@wattline/backend-contract';
import type { ObjectPlace } from './location.ts';
import { chunksOf, getObject, headObject } from './read.ts';
import { isBehindEnd, isMissing } from './s3-error.ts';

const notFound = ({ key, bucket }: ObjectPlace, cause?: unknown) =>
  new ObjectNotFound(`there is no object ${key} in ${bucket.name}`, { cause });

/** Without a `to`, up to the end. */
const rangeOf = ({ from, to }: ByteSpan): string => `bytes=${from}-${Number.isFinite(to) ? to - 1 : ''}`;

const ask = async (place: ObjectPlace, span: ByteSpan) => {
  try {
    return await getObject(place, { Range: rangeOf(span) });
  } catch (error) {
    if (isBehindEnd(error)) return undefined;
    throw isMissing(error) ? notFound(place, error) : error;
  }
};

/** The bytes of a span of an object. Throws ObjectNotFound. */
export async function* readSpan(place: ObjectPlace, span: ByteSpan): AsyncGenerator<Uint8Array> {
  // S3 would take no notice of a range without bytes, and send the whole object.
  if (span.from >= span.to) {
    if ((await headObject(place)) === undefined) throw notFound(place);
    return;
  }
  const answer = await ask(place, span);
  if (answer !== undefined) yield* chunksOf(place, answer, span.from);
}
