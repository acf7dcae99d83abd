import { isAscii, isUtf8 } from 'node:buffer';
import { RejectedError } from '../../../errors.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

export interface EncodingFound {
  readonly encoding: Encoding;
  /** Length of the byte order mark; 0 where there is none. */
  readonly bom: number;
}

/** ASCII in UTF-16 has a zero in every other byte. */
const zeros = (head: Uint8Array): { even: number; odd: number } => {
  const found = { even: 0, odd: 0 };
  for (let at = 0; at < Math.min(head.length, 4096); at += 1) {
    if (head[at] === 0) {
      found[at % 2 === 0 ? 'even' : 'odd'] += 1;
    }
  }
  return found;
};

/** Longest prefix that ends between two characters. */
const wholeCharacters = (head: Uint8Array): Uint8Array => {
  const lineEnd = head.lastIndexOf(0x0a);
  return lineEnd > 0 ? head.subarray(0, lineEnd) : head;
};

/** The encoding of text, from its first bytes. Throws RejectedError for binary data. */
export const encodingOf = (head: Uint8Array, name: string): EncodingFound => {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) {
    return { encoding: 'utf-8', bom: 3 };
  }
  if (head[0] === 0xff && head[1] === 0xfe) {
    return { encoding: 'utf-16le', bom: 2 };
  }
  if (head[0] === 0xfe && head[1] === 0xff) {
    return { encoding: 'utf-16be', bom: 2 };
  }
  const { even, odd } = zeros(head);
  const half = Math.min(head.length, 4096) / 2;
  if (odd > half * 0.7 && even < half * 0.05) {
    return { encoding: 'utf-16le', bom: 0 };
  }
  if (even > half * 0.7 && odd < half * 0.05) {
    return { encoding: 'utf-16be', bom: 0 };
  }
  if (even + odd > 0) {
    throw new RejectedError('FILE_NOT_TABULAR', `${name} holds binary data, not text`, {
      place: { file: name },
      remedy: 'export the data as CSV or Parquet and upload that',
    });
  }
  return { encoding: isUtf8(wholeCharacters(head)) ? 'utf-8' : 'windows-1252', bom: 0 };
};

/** Text of one encoding as UTF-8, block by block; the byte order mark goes. */
export async function* asUtf8(
  blocks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  { encoding, bom }: EncodingFound,
): AsyncGenerator<Uint8Array> {
  if (encoding === 'utf-16le' || encoding === 'utf-16be') {
    const decoder = new TextDecoder(encoding);
    for await (const block of blocks) {
      yield Buffer.from(decoder.decode(block, { stream: true }), 'utf8');
    }
    yield Buffer.from(decoder.decode(), 'utf8');
    return;
  }
  let skip = bom;
  for await (const block of blocks) {
    const from = Math.min(skip, block.length);
    skip -= from;
    yield from === 0 ? block : block.subarray(from);
  }
}

/** Makes whole lines UTF-8, each chunk in its turn. `head` is the file's first part; `line` is for the message. */
export const createTranscoder = (
  sniffed: Encoding,
  head: Uint8Array,
  name: string,
): { encoding: () => Encoding; transcode: (lines: Buffer, line: () => number) => Buffer } => {
  let encoding = sniffed;
  let sawWideUtf8 = sniffed === 'utf-8' && !isAscii(wholeCharacters(head));
  return {
    encoding: () => encoding,
    transcode: (lines, line) => {
      if (encoding === 'windows-1252') {
        return isAscii(lines) ? lines : Buffer.from(new TextDecoder(encoding).decode(lines), 'utf8');
      }
      if (isAscii(lines)) {
        return lines;
      }
      if (isUtf8(lines)) {
        sawWideUtf8 = true;
        return lines;
      }
      if (sawWideUtf8 || sniffed !== 'utf-8') {
        throw new RejectedError(
          'ENCODING_MIXED',
          `${name} is UTF-8 at first and something else from about line ${line()} on`,
          { place: { file: name, line: line() }, remedy: 'save the whole file as UTF-8' },
        );
      }
      // All before was ASCII, which is the same in both.
      encoding = 'windows-1252';
      return Buffer.from(new TextDecoder(encoding).decode(lines), 'utf8');
    },
  };
};
