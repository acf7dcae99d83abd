import type { Cut, Located } from '../../range.ts';
import { countLines, createEncodingTest } from './cut-ranges.ts';
import { createRecordEnds } from './record-ends.ts';

const LF = 0x0a;

/** The offset behind the n-th line end from an offset on; that of the end where there are fewer. */
const behindLines = async (
  blocks: AsyncIterable<Uint8Array>,
  from: number,
  lines: number,
): Promise<number> => {
  let left = lines;
  let offset = from;
  for await (const block of blocks) {
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

/** The records of a text that begin in a cut of it. Throws where the last of them goes on behind `known`. */
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
  const first = async (): Promise<number> => {
    if (cut.from > 0) return behindLines(blocks(cut.from - 1), cut.from - 1, 1);
    return skipLines === 0 ? 0 : behindLines(blocks(0), 0, skipLines);
  };
  const goesOn = (): Error => new Error(`a record goes on behind byte ${known}`);
  const from = cut.begins ?? (await first());
  if (from > known) throw goesOn();
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
    const block = whole.subarray(0, Math.max(0, known - offset));
    if (offset + block.length < cut.to) ends.past(block);
    else
      for (const end of ends.in(block)) {
        if (offset + end < cut.to) continue;
        encoding.add(block.subarray(0, end));
        lines += countLines(block.subarray(0, end));
        return located(offset + end);
      }
    if (block.length < whole.length) throw goesOn();
    encoding.add(block);
    lines += countLines(block);
    offset += block.length;
  }
  return located(offset);
};
