import type { File } from '@wattline/spec';
import { RejectedError } from '../../../errors.ts';
import { hasTimeName } from '../../inspect/columns.ts';
import { looksLikeTime } from '../../inspect/time-format.ts';
import { type DataBlock, dataBlock, WHITESPACE, widthOf } from './data-block.ts';
import { headerNames } from './header-names.ts';
import { unclosedQuote } from './quotes.ts';
import type { SampleRecord } from './records.ts';
import { createHeaderTest, orderOf, reordered } from './reorder.ts';
import { otherTable, rowsAbove } from './rows-above.ts';
import { isUnitsRow } from './units-row.ts';

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

const isBlank = (record: SampleRecord): boolean => record.cells.every((cell) => cell === '');

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

interface Head {
  /** Index of the header among the records; -1 where there is none. */
  readonly header: number;
  readonly units: number;
  readonly first: number;
  /** Index of the last line of the head, where more lines than those belong to it. */
  readonly below?: number;
}

/** Comment lines right above the data that have as many fields: a header behind the sign of comments. */
const commentedHeader = (
  { records, first, width }: DataBlock,
  isComment: (record: SampleRecord) => boolean,
): Head | undefined => {
  let at = first;
  while (at > 0 && records[at - 1] !== undefined && isComment(records[at - 1] ?? { cells: [], line: 0 }))
    at -= 1;
  const above = records
    .slice(at, first)
    .flatMap((record, index) =>
      widthOf(record) === width || record.cells.length === width ? [at + index] : [],
    );
  const [header, units] = above;
  return header === undefined ? undefined : { header, units: units ?? -1, first };
};

const hasGaps = ({ cells }: SampleRecord): boolean => cells.slice(0, -1).includes('');

const headOf = (
  block: DataBlock,
  wanted: readonly string[],
  isComment: (record: SampleRecord) => boolean,
  spec: File | undefined,
): Head => {
  const { records, width } = block;
  const first = block.first === -1 ? records.length : block.first;
  const onLine = (line: number): number => records.findIndex((record) => record.line >= line);
  if (spec?.header === 0) {
    return { header: -1, units: -1, first: block.first };
  }
  const named =
    spec?.header !== undefined
      ? onLine(spec.header)
      : wanted.length === 0
        ? -1
        : records.findIndex((record) => wanted.every((name) => record.cells.includes(name)));
  const isFull = (record: SampleRecord): boolean =>
    !isBlank(record) &&
    (widthOf(record) >= Math.min(width, 2) || record.cells.length === width) &&
    widthOf(record) <= width + 1;
  const above = records
    .slice(0, first)
    .flatMap((record, index) => (isFull(record) && !isComment(record) ? [index] : []))
    .filter((index) => (records[index]?.cells.length ?? 0) >= width - 1);
  const at = (index: number): SampleRecord => records[index] ?? { cells: [], line: 0 };
  const given = spec?.units === undefined ? -1 : onLine(spec.units);
  const last = above.at(-1) ?? -1;
  // Names have no gaps; what is below them may: units, kinds of means, names of parts.
  const isBelow = (index: number, above: number): boolean =>
    index === above + 1 && (isUnitsRow(at(index)) || (hasGaps(at(index)) && !hasGaps(at(above))));
  let names = last;
  for (const index of above.slice(0, -1).reverse()) {
    if (!isBelow(names, index)) break;
    names = index;
  }
  const units = given !== -1 ? given : (above.find((index) => index > names && isUnitsRow(at(index))) ?? -1);
  if (named !== -1) {
    const below = units > named ? units : above.find((index) => index > named && isUnitsRow(at(index)));
    return {
      header: named,
      units: below ?? -1,
      first: block.first > named ? block.first : named + 1 + (below === undefined ? 0 : 1),
    };
  }
  if (last === -1) {
    return commentedHeader(block, isComment) ?? { header: -1, units: -1, first: block.first };
  }
  const header = given > 0 && given === last && names === last ? (above.at(-2) ?? last) : names;
  return { header, units, first: block.first, below: Math.max(last, given) };
};

/** Names behind the sign of comments. */
const withoutPrefix = (record: SampleRecord, comment: string | undefined): SampleRecord => {
  const [first = '', ...others] = record.cells;
  if (comment === undefined || !first.startsWith(comment)) return record;
  const name = first.slice(comment.length).trim();
  return { ...record, cells: name === '' ? others : [name, ...others] };
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
  const header =
    headerRecord === undefined
      ? Array.from({ length: best.width }, (_, index) => `column_${index + 1}`)
      : headerNames(
          withoutPrefix(aligned(headerRecord, data, best.width, warnings), comment),
          filledWidth(data, best.width),
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

/** A header that is one name short: rows then begin with what has no name, if the times show it, or end with it. */
const aligned = (
  header: SampleRecord,
  data: readonly SampleRecord[],
  width: number,
  warnings: string[],
): SampleRecord => {
  const { cells } = header;
  if (cells.length !== width - 1 || data.length === 0) return header;
  const timeOf = (shift: number): number =>
    cells.findIndex((_, index) =>
      data.slice(0, 50).every((row) => looksLikeTime(row.cells[index + shift] ?? '')),
    );
  const [first, shifted] = [timeOf(0), timeOf(1)];
  const isShifted = shifted !== -1 && hasTimeName(cells[shifted] ?? '') && !hasTimeName(cells[first] ?? '');
  warnings.push(
    `the header has ${cells.length} names for ${width} columns: the ${isShifted ? 'first' : 'last'} has none`,
  );
  return { ...header, cells: isShifted ? ['', ...cells] : [...cells, ''] };
};

/** Fields up to the last that rows fill: a delimiter at the end of lines begins no column, an unnamed one does. */
const filledWidth = (data: readonly SampleRecord[], width: number): number => {
  const isFilled = data.some(({ cells }) => cells.length === width && cells.at(-1) !== '');
  return isFilled ? width + 1 : width;
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

/** The line below the header, or below its units. */
const lineAfter = (records: readonly SampleRecord[], { header, units, below = -1 }: Head): number => {
  const last = Math.max(header, units, below);
  return records[last + 1]?.line ?? (records[last]?.line ?? 0) + 1;
};
