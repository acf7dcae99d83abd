import { isAscii, isUtf8 } from 'node:buffer';
import { RejectedError } from '../../../errors.ts';
import type { Range } from '../../range.ts';
import { PLAIN_BREAK } from './unquote.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

export interface EncodingFound {
  readonly encoding: Encoding;
  /** Length of the byte order mark; 0 where there is none. */
  readonly bom: number;
}

export const isWide = ({ encoding }: EncodingFound): boolean =>
  encoding === 'utf-16le' || encoding === 'utf-16be';

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

const LF = 0x0a;

/** The offset behind a line of the file: one within quotes has another end once they are taken out. */
const lineEnd = (lines: Buffer, from: number): number => {
  const end = lines.indexOf(LF, from) + 1 || lines.length;
  const within = lines.subarray(from, end).indexOf(PLAIN_BREAK) + 1;
  return within === 0 ? end : from + within;
};

/** The first line of which something holds, and how many are before it. */
const firstLineThat = (
  holds: (line: Uint8Array) => boolean,
  lines: Buffer,
): { readonly line: Buffer; readonly before: number } | undefined => {
  let before = 0;
  for (let from = 0; from < lines.length; before += 1) {
    const line = lines.subarray(from, lineEnd(lines, from));
    if (holds(line)) return { line, before };
    from += line.length;
  }
  return undefined;
};

/** Whether the first line that is not ASCII is UTF-8. */
const beginsAsUtf8 = (lines: Buffer): boolean => {
  const first = firstLineThat((line) => !isAscii(line), lines);
  return first !== undefined && isUtf8(first.line);
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
  const text = Buffer.from(wholeCharacters(head));
  // Where lines differ the first one counts; the transcoder refuses the others.
  const isUnicode = isUtf8(text) || beginsAsUtf8(text);
  return { encoding: isUnicode ? 'utf-8' : 'windows-1252', bom: 0 };
};

/** The encoding that a spec says, else that which the first bytes show. Throws RejectedError for binary data. */
export const textEncoding = (
  head: Uint8Array,
  name: string,
  declared: Encoding | undefined,
): EncodingFound => {
  const found = encodingOf(head, name);
  return declared === undefined ? found : { ...found, encoding: declared };
};

/** Text of one encoding as UTF-8, block by block; the byte order mark goes. */
export async function* asUtf8(
  blocks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  found: EncodingFound,
): AsyncGenerator<Uint8Array> {
  const { encoding, bom } = found;
  if (isWide(found)) {
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

/**
 * Makes whole lines UTF-8, each chunk in its turn. `head` is the file's first part; `known` is what the first line
 * that is not ASCII is written in, where that was looked for; `line` is for the message.
 */
export const createTranscoder = (
  sniffed: Encoding,
  head: Uint8Array,
  name: string,
  known?: Range['encoding'],
): ((lines: Buffer, line: () => number) => Buffer) => {
  const isWide = sniffed === 'utf-8' && !isAscii(wholeCharacters(head));
  let sawWideUtf8 = isWide || known === 'utf-8';
  let encoding = sniffed === 'utf-8' && !isWide && known !== undefined ? known : sniffed;
  const from1252 = (lines: Buffer): Buffer =>
    Buffer.from(new TextDecoder('windows-1252').decode(lines), 'utf8');
  return (lines, line) => {
    if (isAscii(lines)) return lines;
    if (encoding === 'windows-1252') return from1252(lines);
    if (isUtf8(lines)) {
      sawWideUtf8 = true;
      return lines;
    }
    if (sawWideUtf8 || sniffed !== 'utf-8' || beginsAsUtf8(lines)) {
      const at = line() + (firstLineThat((text) => !isUtf8(text), lines)?.before ?? 0);
      throw new RejectedError(
        'ENCODING_MIXED',
        `${name} is UTF-8 at first and something else from line ${at} on`,
        { place: { file: name, line: at }, remedy: 'save the whole file as UTF-8' },
      );
    }
    // All before was ASCII, which is the same in both.
    encoding = 'windows-1252';
    return from1252(lines);
  };
};
