import { isAscii, isUtf8 } from 'node:buffer';
import type { Range } from '../../range.ts';
import { createRecordEnds } from './record-ends.ts';

const LF = 0x0a;

export const countLines = (bytes: Uint8Array): number => {
  let lines = 0;
  for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, at + 1)) {
    lines += 1;
  }
  return lines;
};

/** Looks for the first line that is not ASCII, and says what it is written in. */
export const createEncodingTest = (): {
  add: (block: Uint8Array) => void;
  found: () => Range['encoding'];
} => {
  let found: Range['encoding'];
  // Of a line that began in an earlier block and is not ASCII.
  let begun: Uint8Array[] = [];
  const decide = (end: Uint8Array): void => {
    const line = Buffer.concat([...begun, end]);
    begun = [];
    if (!isAscii(line)) found = isUtf8(line) ? 'utf-8' : 'windows-1252';
  };
  return {
    add: (block) => {
      if (found !== undefined || (begun.length === 0 && isAscii(block))) return;
      for (let from = 0; from < block.length && found === undefined; ) {
        const end = block.indexOf(LF, from) + 1;
        if (end === 0) {
          begun.push(Uint8Array.from(block.subarray(from)));
          return;
        }
        decide(block.subarray(from, end));
        from = end;
      }
    },
    found: () => {
      if (found === undefined) decide(new Uint8Array());
      return found;
    },
  };
};

/** Cuts a text behind its first lines into ranges of at least `bytes`, the last one aside. */
export const cutRanges = async (
  blocks: AsyncIterable<Uint8Array>,
  options: {
    readonly bytes: number;
    /** Lines before the first record. */
    readonly skipLines: number;
    /** Of fields that quotes may enclose; undefined where they cannot. */
    readonly separator: number | undefined;
  },
): Promise<Range[]> => {
  const ends = createRecordEnds(options.separator);
  const encoding = createEncodingTest();
  const ranges: Omit<Range, 'encoding'>[] = [];
  let skip = options.skipLines;
  let offset = 0;
  let from: number | undefined;
  let linesBefore = 0;
  let lines = 0;
  const close = (to: number): void => {
    if (from !== undefined && to > from) {
      ranges.push({ from, to, linesBefore });
      linesBefore += lines;
      lines = 0;
    }
    from = to;
  };
  for await (const block of blocks) {
    let start = 0;
    while (skip > 0 && start < block.length) {
      const end = block.indexOf(LF, start);
      start = end === -1 ? block.length : end + 1;
      skip -= end === -1 ? 0 : 1;
    }
    const records = block.subarray(start);
    if (skip === 0 && records.length > 0) {
      from ??= offset + start;
      encoding.add(records);
      let counted = 0;
      for (const end of ends.in(records)) {
        if (offset + start + end - from < options.bytes) continue;
        lines += countLines(records.subarray(counted, end));
        counted = end;
        close(offset + start + end);
      }
      lines += countLines(records.subarray(counted));
    }
    offset += block.length;
  }
  close(offset);
  const found = encoding.found();
  return found === undefined ? ranges : ranges.map((range) => ({ ...range, encoding: found }));
};
