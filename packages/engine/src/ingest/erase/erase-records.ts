import { isAscii, isUtf8 } from 'node:buffer';
import { entityColumns, type Spec } from '@wattline/spec';
import { mentions } from '../../mentions.ts';
import { recordsBy, WHITESPACE } from '../formats/csv/data-block.ts';
import { createRecordEnds } from '../formats/csv/record-ends.ts';
import { createHeaderTest, orderOf } from '../formats/csv/reorder.ts';
import { findColumn } from '../read/find-column.ts';
import { notRewritable } from './not-rewritable.ts';

const LF = 0x0a;

/** How a text is written, as a look at it showed. */
export interface TextForm {
  readonly delimiter: string;
  readonly quoted: boolean;
  /** Of its bytes as they come. */
  readonly encoding: 'utf-8' | 'windows-1252';
  readonly header: readonly string[];
  /** Line of the first record, 1-based. */
  readonly firstLine: number;
}

/** What was found while records passed. */
export interface ErasedRecords {
  /** Lines on which records began that are left out, by the numbers of the file. */
  readonly lines: Set<number>;
  /** Records that stay, blank ones aside. */
  kept: number;
}

/** Bytes that each record with the text has; undefined where that cannot be said. */
const needleOf = (text: string): Buffer | undefined => {
  const bytes = Buffer.from(text, 'utf8');
  return isAscii(bytes) && !text.includes('"') ? bytes : undefined;
};

const countLines = (bytes: Uint8Array): number => {
  let lines = 0;
  for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, at + 1)) lines += 1;
  return lines;
};

async function* recordsOfBlocks(
  blocks: AsyncIterable<Uint8Array>,
  separator: number | undefined,
  skipLines: number,
): AsyncGenerator<{ readonly bytes: Buffer; readonly isAbove: boolean }> {
  const ends = createRecordEnds(separator);
  let rest: Buffer = Buffer.alloc(0);
  let skip = skipLines;
  for await (const given of blocks) {
    let block = Buffer.from(given);
    while (skip > 0) {
      const end = block.indexOf(LF) + 1;
      if (end === 0) break;
      yield { bytes: Buffer.concat([rest, block.subarray(0, end)]), isAbove: true };
      rest = Buffer.alloc(0);
      block = block.subarray(end);
      skip -= 1;
    }
    if (skip > 0) {
      rest = Buffer.concat([rest, block]);
      continue;
    }
    let from = 0;
    for (const end of ends.in(block)) {
      const bytes = block.subarray(from, end);
      yield { bytes: from === 0 && rest.length > 0 ? Buffer.concat([rest, bytes]) : bytes, isAbove: false };
      if (from === 0) rest = Buffer.alloc(0);
      from = end;
    }
    rest = Buffer.concat([rest, block.subarray(from)]);
  }
  if (rest.length > 0) yield { bytes: rest, isAbove: skip > 0 };
}

/**
 * The bytes of a text without the records whose entity has the name; all others as they are. Throws RejectedError where
 * the name stands elsewhere too: then leaving out rows does not remove it.
 */
export async function* withoutRecords(
  blocks: AsyncIterable<Uint8Array>,
  options: {
    readonly name: string;
    readonly spec: Spec;
    readonly entity: string;
    readonly form: TextForm;
    readonly found: ErasedRecords;
  },
): AsyncGenerator<Uint8Array> {
  const { name, spec, entity, form, found } = options;
  const { header, delimiter, encoding } = form;
  const columns = entityColumns(spec.entity ?? '', header);
  const own = columns.map((column) => findColumn(column, 'entity', { name, header }));
  const isHeader = createHeaderTest(header);
  const needle = columns.length === 1 ? needleOf(entity) : undefined;
  const headerNeedle = needleOf(columns[0] ?? '');
  const decode = (bytes: Buffer): string =>
    new TextDecoder(encoding === 'windows-1252' || !isUtf8(bytes) ? 'windows-1252' : 'utf-8').decode(bytes);
  const separator = form.quoted && delimiter !== WHITESPACE ? delimiter.charCodeAt(0) : undefined;
  let places: readonly number[] = own;
  let line = 1;
  for await (const { bytes, isAbove } of recordsOfBlocks(blocks, separator, form.firstLine - 1)) {
    const at = line;
    line += countLines(bytes);
    const mayName = needle === undefined || bytes.includes(needle);
    const mayBeHeader = headerNeedle === undefined || bytes.includes(headerNeedle);
    if (mayName || mayBeHeader) {
      const text = decode(bytes);
      const cells = recordsBy(text, delimiter).records[0]?.cells ?? [];
      const order = !isAbove && isHeader(cells) ? orderOf(header, cells) : undefined;
      if (order !== undefined) places = own.map((place) => order[place] ?? -1);
      const isOwn = !isAbove && places.map((place) => cells[place] ?? '').join(' ') === entity;
      if (isOwn) {
        found.lines.add(at);
        continue;
      }
      if (mentions(text, entity) || cells.some((cell) => mentions(cell, entity)))
        throw notRewritable(name, `line ${at} names it, and is none of its rows`, { line: at });
    }
    if (!isAbove && bytes.some((byte) => byte > 0x20)) found.kept += 1;
    yield bytes;
  }
}
