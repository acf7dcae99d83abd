import { RejectedError } from '../../../errors.ts';
import { looksLikeTime } from '../../inspect/time-format.ts';
import { unclosedQuote } from './quotes.ts';
import { recordsOf, type SampleRecord, type SampleRecords } from './records.ts';

/** How a CSV file is written, as its first part shows. */
export interface Dialect {
  readonly delimiter: string;
  readonly decimal: '.' | ',';
  /** Whether any number shows its decimal sign. */
  readonly decimalSeen: boolean;
  /** Column names, one a field; unnamed ones are called `column_N`. */
  readonly header: readonly string[];
  /** Physical line of the header, 1-based; undefined where the file has none. */
  readonly headerLine: number | undefined;
  /** Lines before the header. */
  readonly preambleLines: number;
  /** Sampled records after the header. */
  readonly records: readonly SampleRecord[];
  readonly warnings: readonly string[];
}

const delimiters = [',', ';', '\t', '|'];
const number = /^[+-]?(?:\d+\.?\d*|[.,]\d+|\d+,\d+)(?:[eE][+-]?\d+)?$/;

const isBlank = (record: SampleRecord): boolean => record.cells.every((cell) => cell === '');

const looksLikeData = (cells: readonly string[]): boolean =>
  cells.some((cell) => number.test(cell) || looksLikeTime(cell));

/** Trailing delimiters are common: an empty last cell does not count. */
const width = (record: SampleRecord): number => {
  const last = record.cells.at(-1);
  return last === '' && record.cells.length > 1 ? record.cells.length - 1 : record.cells.length;
};

interface Candidate extends SampleRecords {
  readonly delimiter: string;
  /** Index of the header among the records, or -1. */
  readonly header: number;
  readonly firstData: number;
  readonly score: number;
}

const commonest = (counts: readonly number[]): number => {
  const tally = new Map<number, number>();
  for (const count of counts) {
    tally.set(count, (tally.get(count) ?? 0) + 1);
  }
  return [...tally].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 0;
};

const candidate = (text: string, delimiter: string, wanted: readonly string[]): Candidate => {
  const { records, openQuote } = recordsOf(text, delimiter);
  const filled = records.filter((record) => !isBlank(record));
  const widths = filled.map((record) => record.cells.length);
  const usual = commonest(widths.slice(Math.min(widths.length - 1, 30)).concat(widths.slice(0, 30)));
  const named =
    wanted.length === 0
      ? -1
      : records.findIndex((record) => wanted.every((name) => record.cells.includes(name)));
  const firstUsual = records.findIndex(
    (record) =>
      !isBlank(record) &&
      (record.cells.length === usual || width(record) === usual || record.cells.length === usual - 1) &&
      usual > 1,
  );
  const at =
    named !== -1 ? named : firstUsual === -1 ? records.findIndex((record) => !isBlank(record)) : firstUsual;
  const record = records[at];
  const isHeader = named !== -1 || (record !== undefined && !looksLikeData(record.cells));
  const share = widths.filter((count) => count === usual).length / Math.max(1, widths.length);
  return {
    delimiter,
    records,
    openQuote,
    header: isHeader ? at : -1,
    firstData: isHeader ? at + 1 : at,
    score: (named !== -1 ? 100 : 0) + (usual > 1 ? 10 : 0) + (isHeader ? 4 : 0) + share * 3 + usual / 1000,
  };
};

const decimalOf = (
  records: readonly SampleRecord[],
  delimiter: string,
): Pick<Dialect, 'decimal' | 'decimalSeen'> => {
  let points = 0;
  let commas = 0;
  for (const { cells } of records) {
    for (const cell of cells) {
      points += /^[+-]?\d*\.\d+$/.test(cell) ? 1 : 0;
      // Where the comma parts fields, 1,234 in quotes has a thousands separator.
      const comma = delimiter === ',' ? /^[+-]?\d*,(?:\d{1,2}|\d{4,})$/ : /^[+-]?\d*,\d+$/;
      commas += comma.test(cell) ? 1 : 0;
    }
  }
  return { decimal: commas > points ? ',' : '.', decimalSeen: commas + points > 0 };
};

const headerOf = (record: SampleRecord, name: string, warnings: string[]): string[] => {
  const cells = [...record.cells];
  if (cells.length > 1 && cells.at(-1) === '') {
    cells.pop();
  }
  const seen = new Map<string, number>();
  return cells.map((cell, index) => {
    if (cell === '') {
      warnings.push(`column ${index + 1} has no name; it is called column_${index + 1}`);
      return `column_${index + 1}`;
    }
    const before = seen.get(cell);
    if (before !== undefined) {
      throw new RejectedError(
        'HEADER_DUPLICATE',
        `${name} has two columns called '${cell}' (the ${before + 1}. and the ${index + 1}.)`,
        {
          place: { file: name, line: record.line, column: cell },
          remedy: 'give every column a name of its own',
        },
      );
    }
    seen.set(cell, index);
    return cell;
  });
};

/**
 * Finds out delimiter, decimal sign, preamble and header. `wanted` are column names a spec speaks of;
 * the header is then the line that has them. `complete` says that the text is all there is. Throws RejectedError
 * where there is no data, a name twice or a quote that is never closed.
 */
export const dialectOf = (
  text: string,
  options: { readonly name: string; readonly wanted?: readonly string[]; readonly complete: boolean },
): Dialect => {
  const { name, wanted = [], complete } = options;
  const best = delimiters
    .map((delimiter) => candidate(text, delimiter, wanted))
    .reduce((a, b) => (b.score > a.score ? b : a));
  const first = best.records[Math.max(0, best.header)];
  const data = best.records.slice(Math.max(0, best.firstData)).filter((record) => !isBlank(record));
  if (best.openQuote !== undefined && (complete || data.length === 0)) {
    throw unclosedQuote(name, best.openQuote);
  }
  if (first === undefined || best.records.every(isBlank)) {
    throw new RejectedError('FILE_EMPTY', `${name} has nothing but blank lines`, {
      place: { file: name },
      remedy: 'upload a file with a header line and at least one reading',
    });
  }
  if (data.length === 0) {
    throw new RejectedError('NO_ROWS', `${name} has a header and no readings`, {
      place: { file: name, line: first.line },
      remedy: 'upload a file with at least one reading below the header',
    });
  }
  const warnings: string[] = [];
  const start = best.header === -1 ? data[0] : first;
  const header =
    best.header === -1
      ? (data[0]?.cells ?? []).map((_, index) => `column_${index + 1}`)
      : headerOf(first, name, warnings);
  if (best.header === -1) {
    warnings.push(`no header line was found; columns are called column_1 to column_${header.length}`);
  }
  return {
    delimiter: best.delimiter,
    ...decimalOf(data, best.delimiter),
    header,
    headerLine: best.header === -1 ? undefined : first.line,
    preambleLines: (start?.line ?? 1) - 1,
    records: data,
    warnings,
  };
};
