import { RejectedError } from '../../../errors.ts';
import { WHITESPACE } from './data-block.ts';
import { unclosedQuote } from './quotes.ts';
import { MAX_RECORD, PLAIN_SEPARATOR, unquote } from './unquote.ts';

/** Whole records of a CSV file, without quotes, one a line. */
export interface Chunk {
  readonly bytes: Buffer;
  readonly separator: string;
  /** What parts fields in the file, where that is something else. */
  readonly written?: string;
  /** Line ends within quoted fields; where there are some, rows and lines differ. */
  readonly breaks: number;
  /** Records that each line of the file became (default: 1). */
  readonly perLine?: number;
  /** Says that the bytes are done with: another chunk may overwrite them. */
  readonly release: () => void;
}

const LF = 0x0a;

const countLines = (bytes: Buffer): number => {
  let lines = 0;
  for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, at + 1)) {
    lines += 1;
  }
  return lines;
};

/** The offset of a line that is too long. */
const endlessLine = (bytes: Buffer): number | undefined => {
  let from = 0;
  while (bytes.length - from > MAX_RECORD) {
    const end = bytes.lastIndexOf(LF, from + MAX_RECORD);
    if (end < from) return from;
    from = end + 1;
  }
  return undefined;
};

const trimEnd = (bytes: Buffer): Buffer => {
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] === LF || bytes[end - 1] === 0x0d)) {
    end -= 1;
  }
  return bytes.subarray(0, end);
};

const MARK = Buffer.from('\ufeff');

/**
 * Lines without the byte order marks that files begin with which were put together. Polars takes one off the beginning of
 * what it is given, which is another line in each cut.
 */
const withoutMarks = (lines: Buffer): Buffer => {
  let at = lines.indexOf(MARK);
  if (at === -1) return lines;
  const kept: Buffer[] = [];
  let from = 0;
  while (at !== -1) {
    const begin = at;
    if (begin > 0 && lines[begin - 1] !== LF) {
      at = lines.indexOf(MARK, begin + MARK.length);
      continue;
    }
    kept.push(lines.subarray(from, begin));
    from = begin;
    while (lines.indexOf(MARK, from) === from) from += MARK.length;
    at = lines.indexOf(MARK, from);
  }
  kept.push(lines.subarray(from));
  return Buffer.concat(kept);
};

/** Blanks of any number between fields become one separator. */
const partedByBlanks = (bytes: Buffer): Buffer => {
  const text = bytes.toString('latin1').replace(/^[ \t]+|[ \t\r]+$/gm, '');
  return Buffer.from(text.replace(/[ \t]+/g, String.fromCharCode(PLAIN_SEPARATOR)), 'latin1');
};

/**
 * Cuts a file's text into chunks of about `chunkBytes`, each ending where a record ends. `line` gives the
 * physical line on which the next chunk begins. Throws RejectedError for a quote that is never closed and for
 * a line without end.
 */
export async function* cutChunks(
  blocks: AsyncIterable<Uint8Array>,
  options: {
    readonly name: string;
    readonly chunkBytes: number;
    /** A character, or `whitespace`. */
    readonly delimiter: string;
    /** Whether quotes enclose fields. */
    readonly quoted: boolean;
    /** Lines before the first record. */
    readonly skipLines: number;
    readonly line: () => number;
    readonly transcode: (lines: Buffer, line: () => number) => Buffer;
    /** Buffers of `chunkBytes` to be used again, that go from one reading of the file to the next. */
    readonly free?: Buffer[];
  },
): AsyncGenerator<Chunk> {
  const { name, delimiter, line, free = [] } = options;
  const isBlankParted = delimiter === WHITESPACE;
  const separator = delimiter.charCodeAt(0);
  let size = options.chunkBytes;
  // Fresh buffers are slow to fill, and keep the garbage collector busy.
  let buffer: Buffer = free.pop() ?? Buffer.allocUnsafe(size);
  let length = 0;
  let skip = options.skipLines;

  const unclosed = (offset: number): RejectedError => {
    const at = line() + countLines(buffer.subarray(0, offset));
    return unclosedQuote(name, at);
  };
  const endless = (offset: number): RejectedError =>
    new RejectedError('LINE_TOO_LONG', `${name} has a line of more than ${MAX_RECORD} bytes`, {
      place: { file: name, line: line() + countLines(buffer.subarray(0, offset)) },
      remedy: 'is this a CSV file? Write one reading a line',
    });

  /** Takes whole records off the buffer's front; undefined where there is none yet. */
  const take = (last: boolean): Chunk | undefined => {
    const filled = buffer.subarray(0, length);
    const quoted = !isBlankParted && options.quoted && filled.includes(0x22);
    if (!quoted) {
      const long = endlessLine(filled);
      if (long !== undefined) throw endless(long);
      const end = last ? length : filled.lastIndexOf(LF) + 1;
      if (end === 0) {
        return undefined;
      }
      const bytes = withoutMarks(options.transcode(last ? trimEnd(filled) : filled.subarray(0, end), line));
      const parted = isBlankParted ? partedByBlanks(bytes) : bytes;
      const release = keep(end);
      return {
        bytes: parted,
        separator: isBlankParted ? String.fromCharCode(PLAIN_SEPARATOR) : delimiter,
        ...(isBlankParted && { written: ' ' }),
        breaks: 0,
        release,
      };
    }
    const { plain, consumed, breaks, open, endless: long } = unquote(filled, separator, last);
    if (open !== undefined && (last || long !== undefined)) throw unclosed(open);
    if (long !== undefined) throw endless(long);
    if (consumed === 0) {
      return undefined;
    }
    const bytes = withoutMarks(options.transcode(last ? trimEnd(plain) : plain, line));
    keep(consumed)();
    const plainSeparator = String.fromCharCode(PLAIN_SEPARATOR);
    return { bytes, separator: plainSeparator, written: delimiter, breaks, release: () => undefined };
  };
  /** Continues at an offset; gives how the buffer so far is freed. */
  const keep = (from: number): (() => void) => {
    const before = buffer;
    const rest = before.subarray(from, length);
    const usual = options.chunkBytes >= rest.length * 2;
    const next =
      (usual ? free.pop() : undefined) ?? Buffer.allocUnsafe(usual ? options.chunkBytes : rest.length * 2);
    size = next.length;
    rest.copy(next);
    length = rest.length;
    buffer = next;
    return () => {
      if (before.length === options.chunkBytes) {
        free.push(before);
      }
    };
  };
  const grow = (): void => {
    size *= 2;
    const next = Buffer.allocUnsafe(size);
    buffer.copy(next, 0, 0, length);
    buffer = next;
  };

  for await (const block of blocks) {
    let from = 0;
    while (skip > 0 && from < block.length) {
      const end = block.indexOf(LF, from);
      from = end === -1 ? block.length : end + 1;
      skip -= end === -1 ? 0 : 1;
    }
    while (from < block.length) {
      const count = Math.min(block.length - from, size - length);
      buffer.set(block.subarray(from, from + count), length);
      length += count;
      from += count;
      if (length === size) {
        const chunk = take(false);
        if (chunk === undefined) {
          grow();
        } else {
          yield chunk;
        }
      }
    }
  }
  const rest = length === 0 ? undefined : take(true);
  if (rest !== undefined && rest.bytes.length > 0) {
    yield rest;
  }
  if (buffer.length === options.chunkBytes) free.push(buffer);
}
