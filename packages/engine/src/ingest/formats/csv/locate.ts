import type { Cut, Located } from '../../range.ts';
import { countLines, createEncodingTest } from './cut-ranges.ts';
import { createRecordEnds } from './record-ends.ts';

const LF = 0x0a;

/** A record that goes on so far behind its cut is none, or begins within quotes: who reads the whole says so. */
const BEYOND = 12 * 2 ** 20;

/** The offset behind the n-th line end from an offset on; where there are fewer, that of the end, or one behind `until`. */
const behindLines = async (
  blocks: AsyncIterable<Uint8Array>,
  from: number,
  lines: number,
  until = Number.POSITIVE_INFINITY,
): Promise<number> => {
  let left = lines;
  let offset = from;
  for await (const block of blocks) {
    if (offset > until) break;
    for (let at = 0; left > 0; left -= 1) {
      const end = block.indexOf(LF, at);
      if (end === -1) break;
      at = end + 1;
      if (left === 1) return offset + at;
    }
    offset += block.length;
  }
  return offset;
};

/**
 * The records of a text that begin in a cut of it. `isOpen` where the last of them does not end within `known`, or soon
 * enough.
 */
export const locateRecords = async (
  cut: Cut,
  options: {
    /** The text from an offset on. */
    readonly blocks: (from: number) => AsyncIterable<Uint8Array>;
    /** Lines before the first record of the text. */
    readonly skipLines: number;
    /** Of fields that quotes may enclose; undefined where they cannot. */
    readonly separator: number | undefined;
    readonly known: number;
  },
): Promise<Located> => {
  const { blocks, skipLines, separator, known } = options;
  const last = Math.min(known, cut.to + BEYOND);
  const first = async (): Promise<number> => {
    if (cut.from > 0) return behindLines(blocks(cut.from - 1), cut.from - 1, 1, last);
    return skipLines === 0 ? 0 : behindLines(blocks(0), 0, skipLines);
  };
  const from = cut.begins ?? (await first());
  if (from >= cut.to) return { from, to: from, lines: 0 };
  const ends = createRecordEnds(separator);
  const encoding = createEncodingTest();
  let offset = from;
  let lines = 0;
  const located = (to: number): Located => {
    const found = cut.encoding ?? encoding.found();
    return { from, to, lines, ...(found !== undefined && { encoding: found }) };
  };
  for await (const whole of blocks(from)) {
    const block = whole.subarray(0, Math.max(0, last - offset));
    if (offset + block.length < cut.to) ends.past(block);
    else
      for (const end of ends.in(block)) {
        if (offset + end < cut.to) continue;
        encoding.add(block.subarray(0, end));
        lines += countLines(block.subarray(0, end));
        return located(offset + end);
      }
    if (block.length < whole.length) return { ...located(Math.max(offset, cut.to)), isOpen: true };
    encoding.add(block);
    lines += countLines(block);
    offset += block.length;
  }
  return located(offset);
};
