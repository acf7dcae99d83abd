import { createWriteStream } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { RejectedError } from '../errors.ts';
import { bytesBetween, fileBlocks, headOf } from './blocks.ts';
import type { EncodingFound } from './formats/csv/encoding.ts';
import { defaultUnpackLimits, type Packing, type UnpackLimits } from './packings/packing.ts';
import { packingBy, packingOf } from './packings/registry.ts';

/** An untrusted file: its first bytes, and its content, unpacked. */
export interface Input {
  /** Of the file as it was uploaded. */
  readonly path: string;
  /** What messages call it. */
  readonly name: string;
  /** Bytes as uploaded. */
  readonly bytes: number;
  readonly packing: Packing | undefined;
  /** The content as a file that can be read from any offset on: the file itself, or what was unpacked of it before. */
  readonly content: { readonly path: string; readonly bytes: number } | undefined;
  /** What the file's text is written in, where the content is that text in UTF-8. */
  readonly decoded: EncodingFound | undefined;
  /** The first 4 KB, unpacked. */
  readonly head: Uint8Array;
  /**
   * The content from its beginning or an offset on, in blocks, each of which holds until the next is asked for. May
   * be called again.
   */
  readonly blocks: (from?: number) => AsyncIterable<Uint8Array>;
  /** A file with the content, for readers that jump about in it. */
  readonly unpackedPath: () => Promise<string>;
  /** A folder for what a format makes of the file; may be missing yet. */
  readonly scratch: string;
  /** How much it may unfold to. */
  readonly limits: UnpackLimits;
  readonly signal: AbortSignal | undefined;
}

/** What a file holds that is packed or text of 16 bits, where somebody has unpacked it, and written the text in UTF-8. */
export interface Unpacked {
  /** Of a file with the content. */
  readonly path: string;
  /** By the key of what packed it. */
  readonly packing?: string | undefined;
  /** What its text was written in. */
  readonly encoding?: EncodingFound | undefined;
}

const HEAD = 4096;

/** Opens a file and what packs it. Throws RejectedError where the packing is damaged. */
export const openInput = async (options: {
  readonly path: string;
  readonly name: string;
  /** For content that has to be a file of its own; made where it is missing. */
  readonly scratch: string;
  readonly limits?: UnpackLimits | undefined;
  /** Which file of an archive. */
  readonly member?: string | undefined;
  /** Its content, which is read instead. */
  readonly unpacked?: Unpacked | undefined;
  readonly signal?: AbortSignal | undefined;
}): Promise<Input> => {
  const { path, name, scratch, signal, unpacked, limits = defaultUnpackLimits } = options;
  const { head: raw } = await headOf(fileBlocks(unpacked?.path ?? path, signal), HEAD);
  const key = unpacked?.packing;
  const packing = unpacked === undefined ? packingOf(raw) : key === undefined ? undefined : packingBy(key);
  const file = unpacked?.path ?? (packing === undefined ? path : undefined);
  const unpackedBy = (by: Packing): AsyncIterable<Uint8Array> =>
    by.unpack({ path, name, limits, member: options.member, signal });
  const blocks = (from = 0): AsyncIterable<Uint8Array> =>
    file !== undefined || packing === undefined
      ? fileBlocks(file ?? path, signal, from)
      : bytesBetween(unpackedBy(packing), { from, to: Number.POSITIVE_INFINITY });
  const head = file === undefined ? (await headOf(blocks(), HEAD)).head : raw;
  const within = packing === undefined ? undefined : packingOf(head);
  if (packing !== undefined && within !== undefined) {
    throw new RejectedError('FILE_NOT_TABULAR', `${name} is ${within.label} within ${packing.label}`, {
      place: { file: name },
      remedy: 'pack the file once, or not at all',
    });
  }
  const unpack = async (): Promise<string> => {
    await mkdir(scratch, { recursive: true });
    const to = join(scratch, 'unpacked');
    await pipeline(Readable.from(blocks()), createWriteStream(to));
    return to;
  };
  let unpackedOnce: Promise<string> | undefined;
  return {
    path,
    name,
    bytes: (await stat(path)).size,
    packing,
    content: file === undefined ? undefined : { path: file, bytes: (await stat(file)).size },
    decoded: unpacked?.encoding,
    head,
    blocks,
    unpackedPath: () => {
      unpackedOnce ??= file === undefined ? unpack() : Promise.resolve(file);
      return unpackedOnce;
    },
    scratch,
    limits,
    signal,
  };
};
