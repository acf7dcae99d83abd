import { isMissing, isPlain, missingOf } from '@wattline/cells';
import { isTimeless, type Spec } from '@wattline/spec';
import { decimalOf } from './decide-signs.ts';
import { isPlainNumber, lookAtNumbers } from './number-signs.ts';
import { type FoundStyle, numberStyleOf, type StyleHints } from './number-styles.ts';
import { timeFormatOf } from './time-format.ts';

/** Part of a file as text, for looking at. */
export interface SampleTable {
  readonly header: readonly string[];
  /** In the order of the file. */
  readonly rows: readonly (readonly string[])[];
  /** Markers that mean: no reading. */
  readonly missing: readonly string[];
  /** What parts the fields, where it is text. */
  readonly delimiter?: string | undefined;
  /** What a spec says of the numbers. */
  readonly hints?: StyleHints | undefined;
  /** Fields whose numbers have a type: they are text here alone. */
  readonly typed?: ReadonlySet<number> | undefined;
  /** Units of the columns, where a row of the file has them. */
  readonly units?: readonly string[] | undefined;
}

export type ColumnKind = 'numeric' | 'categorical' | 'time' | 'identifier';

/** A column as the sample shows it. */
export interface SampleColumn {
  readonly name: string;
  readonly index: number;
  readonly kind: ColumnKind;
  /** Cells that hold something, trimmed. */
  readonly cells: readonly string[];
  readonly distinct: number;
  readonly found: FoundStyle;
  /** Cells that are not numbers, with how many rows have each. */
  readonly wordCounts: ReadonlyMap<string, number>;
}

const timeName =
  /time|date|datum|zeit|stamp|fecha|hora|heure|horodat|period|unix|epoch|yyyymmdd|(?:^|_)ts$|^dt$|interval|_at$|month|monat|year|^(?:data|dato|dag|dia|día|giorno|jour|tag|tid|tijd|czas|čas|aika|päivä|дата|время|日期|时间|日時)(?:$|[^\p{L}])/iu;
const idName = /(?:^|[\W_])(?:id|uid|uuid|lcl?id|code|nr|no|mpan|mrid|serial|zip|postcode)$|[a-z]Id$|ID$/;

const seriesName =
  /meter|entity|sensor|station|device|site|house|customer|building|zone|region|plant|node|asset|feeder|channel|circuit|panel|unit_?id|name|^id$|_id$|Id$|ID$/i;

export const hasTimeName = (name: string): boolean => timeName.test(name);

/** What a column without a name is called. */
const noName = /^column_\d+$/;
const epochDigits = /^1\d{9}$|^1\d{12}$|^1\d{15}$|^1\d{18}$/;

/** Numbers are times by the name of their column; where it has none, as epochs of one unit, in order. */
export const mayHaveTimes = (name: string, cells: readonly string[]): boolean => {
  if (timeName.test(name)) return true;
  if (!noName.test(name) || cells.length < 3) return false;
  const isEpoch = (cell: string): boolean => epochDigits.test(cell) && cell.length === cells[0]?.length;
  if (!cells.every(isEpoch)) return false;
  const steps = cells.slice(1).map((cell, index) => Number(cell) - Number(cells[index]));
  const [on, back] = [steps.filter((step) => step > 0).length, steps.filter((step) => step < 0).length];
  // Series one after the other begin again.
  return on + back > 1 && Math.min(on, back) <= (on + back) * 0.1;
};
/** Whether a column is called like what says whose reading a row is. */
export const hasSeriesName = (name: string): boolean => seriesName.test(name) || hasIdName(name);
const hasIdName = (name: string): boolean => idName.test(name);

const special = /^[+-]?(?:inf|infinity|nan)$/i;

/** What people and loggers write where they have no reading. */
const nothing =
  /^(?:no ?data|n\/?[ae]|nil|bad(?: input)?|missing|invalid|error|err|fault|fail(?:ed|ure)?|unavailable|unknown|undefined|off-?line|offline|no sample|comm(?:\.|unication)? ?fail.*|calib.*|i\/o ?timeout|timeout|not available|-+|\*+|\.+|x+|#\w+[!/?]?\w*!?|k\.? ?a\.?|nul+|none|void|blank|empty|leer|fehlt|s\/d|nd|n\.d\.?)$/i;

const wordCountsOf = (cells: readonly string[], isNumber: (cell: string) => boolean): Map<string, number> => {
  const words = new Map<string, number>();
  for (const cell of cells) {
    if (!isNumber(cell)) words.set(cell, (words.get(cell) ?? 0) + 1);
  }
  return words;
};

/** Words among numbers: more of them are something else than reasons for no reading. */
export const MOST_WORDS = 12;

/** Whether a column is of numbers, although some of its cells are words. */
const isNumeric = (
  cells: readonly string[],
  numbers: number,
  distinctNumbers: number,
  wordCounts: ReadonlyMap<string, number>,
): boolean => {
  const share = numbers / Math.max(1, cells.length);
  if (numbers === 0) return false;
  if (share >= 0.9) return true;
  const words = [...wordCounts.keys()];
  if (words.every((word) => nothing.test(word))) return numbers >= 2 && distinctNumbers >= 2;
  return (
    share >= 0.5 && words.length <= MOST_WORDS && distinctNumbers >= 5 && distinctNumbers >= words.length * 2
  );
};

const kindOf = (
  name: string,
  cells: readonly string[],
  distinct: number,
  wordCounts: ReadonlyMap<string, number>,
): ColumnKind => {
  const wordCells = [...wordCounts.values()].reduce((sum, count) => sum + count, 0);
  const numbers = cells.length - wordCells;
  const isTime = (): boolean => timeFormatOf(cells, { numbers: mayHaveTimes(name, cells) }) !== undefined;
  if (isNumeric(cells, numbers, distinct - wordCounts.size, wordCounts)) {
    const padded = cells.some((cell) => /^0\d+$/.test(cell));
    return numbers === cells.length && mayHaveTimes(name, cells) && isTime()
      ? 'time'
      : padded || (idName.test(name) && cells.every((cell) => /^\d+$/.test(cell)))
        ? 'identifier'
        : 'numeric';
  }
  if (cells.length > 0 && isTime()) {
    return 'time';
  }
  return idName.test(name) || (cells.length >= 20 && distinct > cells.length / 2)
    ? 'identifier'
    : 'categorical';
};

const typedNumbers: StyleHints = { decimal: '.', thousands: 'none' };

const looked = new WeakMap<SampleTable, readonly SampleColumn[]>();

const lookAt = (table: SampleTable): SampleColumn[] => {
  const { header, rows, delimiter, typed } = table;
  const missing = missingOf(table.missing);
  const isGiven = (cell: string): boolean =>
    (missing.numbers.length === 0 && isPlainNumber(cell)) || !isMissing(missing, cell);
  const all = header.map((_, index) =>
    rows.map((row) => (row[index] ?? '').trim()).filter((cell) => isGiven(cell)),
  );
  const looks = all.map(lookAtNumbers);
  const decimal = decimalOf(looks);
  return header.map((name, index) => {
    const cells = all[index] ?? [];
    const distinct = new Set(cells).size;
    const hints = typed?.has(index) ? typedNumbers : table.hints;
    const found = numberStyleOf(looks[index] ?? lookAtNumbers(cells), decimal, delimiter, hints);
    const isPlainStyle = isPlain(found.style) && found.style.decimal === '.';
    const wordCounts = wordCountsOf(
      cells,
      (cell) =>
        (isPlainStyle && isPlainNumber(cell)) || found.parse(cell) !== undefined || special.test(cell),
    );
    let kind: ColumnKind | undefined;
    return {
      name,
      index,
      cells,
      distinct,
      found,
      wordCounts,
      // Only where it is asked for: whether words are times takes long to find out.
      get kind(): ColumnKind {
        kind ??= kindOf(name, cells, distinct, wordCounts);
        return kind;
      },
    };
  });
};

/** Every column with its kind. */
export const columnsOf = (table: SampleTable): readonly SampleColumn[] => {
  const known = looked.get(table) ?? lookAt(table);
  looked.set(table, known);
  return known;
};

/** The columns by which a header is known: the spec's times, or who has a row where there are none. */
export const headerColumns = (spec: Spec | undefined): readonly string[] =>
  spec !== undefined && isTimeless(spec) ? (spec.entity?.split(' + ') ?? []) : timeColumns(spec);

/** The columns that a spec says make the timestamp; none where there is no spec. */
export const timeColumns = (spec: Spec | undefined): readonly string[] =>
  spec === undefined ? [] : typeof spec.time.column === 'string' ? [spec.time.column] : spec.time.column;
