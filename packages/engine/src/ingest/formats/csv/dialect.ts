import type { File } from '@wattline/spec';
import { RejectedError } from '../../../errors.ts';
import { aligned, filledWidth, widthBelow, withoutPrefix } from './align-header.ts';
import { type DataBlock, dataBlock, WHITESPACE } from './data-block.ts';
import { headOf, isBlank, lineAfter } from './head.ts';
import { headerNames } from './header-names.ts';
import { unclosedQuote } from './quotes.ts';
import type { SampleRecord } from './records.ts';
import { createHeaderTest, orderOf, reordered } from './reorder.ts';
import { otherTable, rowsAbove } from './rows-above.ts';

/** How a CSV file is written, as its first part shows. */
export interface Dialect {
  /** A character, or `whitespace`. */
  readonly delimiter: string;
  /** Column names, one a field; unnamed ones are called `column_N`. */
  readonly header: readonly string[];
  /** Physical line of the header, 1-based; undefined where the file has none. */
  readonly headerLine: number | undefined;
  /** Lines before the header. */
  readonly preambleLines: number;
  /** Physical line of the first record of data. */
  readonly firstLine: number;
  /** How comment lines begin; undefined where there are none. */
  readonly comment: string | undefined;
  /** Below the header: units of the columns. */
  readonly units: readonly string[] | undefined;
  /** Sampled records of data. */
  readonly records: readonly SampleRecord[];
  readonly warnings: readonly string[];
  readonly because: string;
}

const delimiters = [',', ';', '\t', '|', WHITESPACE];

/** Characters in which the delimiter shows. */
const FOR_DELIMITER = 16 * 1024;

/** `sep=;` as spreadsheets write it. */
const separatorLine = /^\u{feff}?"?sep=(.)"?\r?\n/iu;

const commentPrefix = (text: string): string | undefined => {
  const lines = text.split('\n');
  const data = lines.filter((line) => /^\s*["']?[\d\p{L}]/u.test(line)).length;
  return ['#', '//', '%', '!'].find((prefix) => {
    const found = lines.filter((line) => line.trimStart().startsWith(prefix)).length;
    return found > 0 && found < Math.max(2, data);
  });
};

/**
 * Finds out delimiter, preamble, header, units and comments. `wanted` are column names a spec speaks of; the header
 * is then the line that has them. `complete` says that the text is all there is. Throws RejectedError where there is
 * no data, a name twice or a quote that is never closed.
 */
export const dialectOf = (
  whole: string,
  options: {
    readonly name: string;
    readonly wanted?: readonly string[];
    readonly complete: boolean;
    readonly file?: File | undefined;
  },
): Dialect => {
  const { name, wanted = [], complete, file } = options;
  const separator = separatorLine.exec(whole);
  const skip = file?.skip ?? (separator === null ? 0 : 1);
  const lines = whole.split('\n');
  // Skipped lines stay, empty, so that lines keep their numbers.
  const text = skip === 0 ? whole : [...Array<string>(skip).fill(''), ...lines.slice(skip)].join('\n');
  const comment = file?.comment ?? commentPrefix(text);
  const isComment = ({ cells }: SampleRecord): boolean =>
    comment !== undefined && (cells[0] ?? '').startsWith(comment);
  const given = file?.delimiter ?? separator?.[1];
  // The first part shows the delimiter.
  const cut = text.length > FOR_DELIMITER ? text.lastIndexOf('\n', FOR_DELIMITER) : -1;
  const first = cut > 0 ? text.slice(0, cut) : text;
  const blocks = (given === undefined ? delimiters : [given]).map((delimiter) =>
    dataBlock(first, delimiter, isComment),
  );
  const hasWanted = ({ records }: DataBlock): number =>
    wanted.length > 0 && records.some(({ cells }) => wanted.every((column) => cells.includes(column)))
      ? 100
      : 0;
  const scores = blocks.map((block) => block.score + hasWanted(block));
  const { delimiter } = blocks[scores.indexOf(Math.max(...scores))] ?? { delimiter: ',' };
  const best = dataBlock(text, delimiter, isComment);
  const head = headOf(best, wanted, isComment, file);
  const { records } = best;
  const headerRecord = head.header === -1 ? undefined : records[head.header];
  const from = head.first === -1 ? records.length : head.first;
  const data = records.slice(head.header === -1 ? from : head.header + 1).filter((record, index) => {
    const at = index + (head.header === -1 ? from : head.header + 1);
    return at > (head.below ?? -1) && at !== head.units && !isBlank(record) && !isComment(record);
  });
  if (best.openQuote !== undefined && (complete || data.length === 0)) {
    throw unclosedQuote(name, best.openQuote);
  }
  if (records.every(isBlank)) {
    throw new RejectedError('FILE_EMPTY', `${name} has nothing but blank lines`, {
      place: { file: name },
      remedy: 'upload a file with a header line and at least one reading',
    });
  }
  const shown = headerRecord ?? records.find((record) => !isBlank(record) && !isComment(record));
  if (data.length === 0) {
    throw new RejectedError('NO_ROWS', `${name} has a header and no readings`, {
      place: { file: name, ...(shown === undefined ? {} : { line: shown.line }) },
      remedy: 'upload a file with at least one reading below the header',
    });
  }
  const warnings: string[] = [];
  const width = widthBelow(headerRecord, data, best.width);
  const header =
    headerRecord === undefined
      ? Array.from({ length: best.width }, (_, index) => `column_${index + 1}`)
      : headerNames(
          withoutPrefix(aligned(headerRecord, data, width, warnings), comment),
          filledWidth(data, width),
          warnings,
        );
  if (headerRecord === undefined) {
    warnings.push(`no header line was found; columns are called column_1 to column_${header.length}`);
  }
  const begin = headerRecord?.line ?? data[0]?.line ?? 1;
  const unitsRecord = head.units === -1 ? undefined : records[head.units];
  const firstLine = headerRecord === undefined ? begin : lineAfter(records, head);
  // A spec that says where the table begins says that what is above is none of it.
  const isGiven = file?.skip !== undefined || (file?.header ?? 0) > 0;
  const above = isGiven ? undefined : rowsAbove(text, { begin, delimiters, isComment });
  const isOtherTable = headerRecord !== undefined && above?.delimiter === best.delimiter;
  if (above !== undefined && isOtherTable) warnings.push(otherTable(above, begin));
  return {
    delimiter: best.delimiter,
    header,
    headerLine: headerRecord?.line,
    preambleLines: begin - 1,
    // Rows above that are written in another way are read, so that each is refused with its line.
    firstLine: isOtherTable ? firstLine : (above?.lines[0] ?? firstLine),
    comment,
    units: unitsRecord && withoutPrefix(unitsRecord, comment).cells,
    records: rowsIn(inOrder(data, header), best),
    warnings,
    because: `with it ${data.length} sampled lines have ${header.length} fields`,
  };
};

/** Rows below a further header, by the first one. */
const inOrder = (data: readonly SampleRecord[], header: readonly string[]): readonly SampleRecord[] => {
  const mayBeHeader = createHeaderTest(header);
  const isAgain = data.some(({ cells }) => mayBeHeader(cells) && orderOf(header, cells) !== undefined);
  return isAgain
    ? reordered(
        header,
        data.map(({ cells }) => cells),
      ).map((cells) => ({ cells, line: 0 }))
    : data;
};

/** The rows of data alone, where that leaves most: totals and headers again show nothing of how data are written. */
const rowsIn = (data: readonly SampleRecord[], { isRow }: DataBlock): readonly SampleRecord[] => {
  const rows = data.filter(isRow);
  return rows.length * 2 > data.length ? rows : data;
};
