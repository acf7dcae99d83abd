import { ListObjectVersionsCommand, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { keyFault, type ObjectInfo, type StoredVersion } from '@wattline/backend-contract';
import { infoOf } from './info.ts';
import type { Bucket } from './location.ts';

/** What keys have in common up to the next `/` behind `prefix`: a thousand a request, whatever is below them. */
export async function* listFolders({ client, name }: Bucket, prefix: string): AsyncGenerator<string> {
  const pages = paginateListObjectsV2({ client }, { Bucket: name, Prefix: prefix, Delimiter: '/' });
  for await (const { CommonPrefixes = [] } of pages) {
    for (const { Prefix: folder = '' } of CommonPrefixes) {
      if (keyFault(folder.slice(0, -1)) === undefined) yield folder;
    }
  }
}

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

/** One version of a key, or the mark that says it is deleted. */
interface ListedVersion {
  readonly key: string;
  readonly versionId: string | undefined;
  /** Undefined for a mark. */
  readonly info: StoredVersion | undefined;
}

/** Versions and marks of deletion, of a key the newest first, as S3 has them. */
export async function* listVersions({ client, name }: Bucket, prefix: string): AsyncGenerator<ListedVersion> {
  let markers: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {};
  for (;;) {
    const page = await client.send(
      new ListObjectVersionsCommand({ Bucket: name, Prefix: prefix, ...markers }),
    );
    const versions = (page.Versions ?? []).map(
      ({ Key: key = '', VersionId: versionId, IsLatest: isCurrent = false, Size, ETag, LastModified }) => {
        const head = { ContentLength: Size, ETag, LastModified, VersionId: versionId };
        return { key, versionId, info: { ...infoOf(key, head), isCurrent } };
      },
    );
    const marks = (page.DeleteMarkers ?? []).map(({ Key: key = '', VersionId: versionId }) => ({
      key,
      versionId,
      info: undefined,
    }));
    yield* [...versions, ...marks].filter(({ key }) => keyFault(key) === undefined);
    if (page.IsTruncated !== true) return;
    markers = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
  }
}
