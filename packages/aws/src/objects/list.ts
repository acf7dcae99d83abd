import { paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { keyFault, type ObjectInfo } from '@wattline/ports';
import { infoOf } from './info.ts';
import type { Bucket } from './location.ts';

/** Keys in ascending byte order. What others left under a key that is none, as consoles leave `folder/`, is passed over. */
export async function* listObjects(
  { client, name }: Bucket,
  prefix: string,
  startAfter: string | undefined,
): AsyncGenerator<ObjectInfo> {
  const pages = paginateListObjectsV2(
    { client },
    // Not in URL encoding: LocalStack would compare what is encoded, and leave keys out. The SDK reads any character.
    { Bucket: name, Prefix: prefix, StartAfter: startAfter },
  );
  for await (const { Contents = [] } of pages) {
    for (const { Key: key = '', Size, ETag, LastModified } of Contents) {
      if (keyFault(key) === undefined) yield infoOf(key, { ContentLength: Size, ETag, LastModified });
    }
  }
}
