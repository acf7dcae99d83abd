import { paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { keyFault, type ObjectInfo } from '@wattline/ports';
import { infoOf } from './info.ts';
import type { Bucket } from './location.ts';

/** Keys may hold what XML cannot: they are asked for in URL encoding. */
const decodeKey = (key: string): string => decodeURIComponent(key.replaceAll('+', ' '));

/** Keys in ascending byte order. What others left under a key that is none, as consoles leave `folder/`, is passed over. */
export async function* listObjects(
  { client, name }: Bucket,
  prefix: string,
  startAfter: string | undefined,
): AsyncGenerator<ObjectInfo> {
  const pages = paginateListObjectsV2(
    { client },
    { Bucket: name, Prefix: prefix, StartAfter: startAfter, EncodingType: 'url' },
  );
  for await (const { Contents = [] } of pages) {
    for (const { Key, Size, ETag, LastModified } of Contents) {
      const key = decodeKey(Key ?? '');
      if (keyFault(key) === undefined) yield infoOf(key, { ContentLength: Size, ETag, LastModified });
    }
  }
}
