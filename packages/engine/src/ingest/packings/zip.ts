import { crc32, inflateRawSync } from 'node:zlib';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { RejectedError } from '../../errors.ts';
import { beginsZip } from '../formats/zip-signature.ts';
import type { Packing, UnpackOptions } from './packing.ts';
import { createUnpackGuard } from './unpack-guard.ts';
import { dataMembers } from './zip-members.ts';

const MAX_ENTRIES = 10_000;
const ENCRYPTED = 1;

const corrupt = (name: string, cause: unknown): RejectedError =>
  new RejectedError('ZIP_CORRUPT', `${name} is a damaged or truncated zip archive`, {
    place: { file: name },
    remedy: 'pack and upload the file again',
    cause,
  });

const refuse = (name: string, what: string, remedy: string): RejectedError =>
  new RejectedError('ZIP_UNFIT', `${name} ${what}`, { place: { file: name }, remedy });

/** The one member that holds data. Throws RejectedError where there is none, or several. */
const dataEntry = async (archive: ZipFile, name: string, member: string | undefined): Promise<Entry> => {
  const entries = new Map<string, Entry>();
  for await (const entry of archive.eachEntry()) {
    entries.set(entry.fileName, entry);
    if (entries.size > MAX_ENTRIES) {
      throw refuse(name, `has more than ${MAX_ENTRIES} members`, 'pack one file of readings');
    }
  }
  const asked = member === undefined ? undefined : entries.get(member);
  const members = asked === undefined ? dataMembers([...entries.keys()]) : [asked.fileName];
  if (member !== undefined && asked === undefined) {
    throw refuse(
      name,
      `has no file '${member}'`,
      `set file.member to one of ${members.slice(0, 20).join(', ')}`,
    );
  }
  const [first] = members;
  const entry = first === undefined ? undefined : entries.get(first);
  if (entry === undefined) throw refuse(name, 'holds no file of readings', 'pack one file of readings');
  if (members.length > 1) {
    const listed = members.slice(0, 5).join(', ');
    throw refuse(
      name,
      `holds ${members.length} files: ${listed}${members.length > 5 ? ', …' : ''}`,
      'set file.member in the spec to one of these, or upload them one by one',
    );
  }
  if ((entry.generalPurposeBitFlag & ENCRYPTED) !== 0) {
    throw refuse(name, 'is encrypted', 'pack the file without a password');
  }
  return entry;
};

async function* unpack({ path, name, limits, member, signal }: UnpackOptions): AsyncGenerator<Uint8Array> {
  let archive: ZipFile | undefined;
  try {
    archive = await yauzl.openPromise(path, { lazyEntries: true, autoClose: false });
    const entry = await dataEntry(archive, name, member);
    const guard = createUnpackGuard(name, 'ZIP_BOMB', limits);
    let sum = 0;
    for await (const block of await archive.openReadStreamPromise(entry)) {
      signal?.throwIfAborted();
      guard(block.length, entry.compressedSize);
      sum = crc32(block, sum);
      yield block;
    }
    if (sum !== entry.crc32) throw new Error(`${entry.fileName} is not what was packed`);
  } catch (cause) {
    if (cause instanceof RejectedError || signal?.aborted === true) throw cause;
    throw corrupt(name, cause);
  } finally {
    archive?.close();
  }
}

/** An archive of one file of readings. */
export const zip: Packing = {
  key: 'zip',
  label: 'zip',
  endings: ['.zip'],
  mediaTypes: ['application/zip'],
  detect: beginsZip,
  unpack,
  unpackHead: (head) => {
    const view = Buffer.from(head);
    const start = 30 + view.readUInt16LE(26) + view.readUInt16LE(28);
    return view.readUInt16LE(8) === 0
      ? view.subarray(start)
      : inflateRawSync(view.subarray(start), { finishFlush: 2, maxOutputLength: 64 * 2 ** 20 });
  },
};
