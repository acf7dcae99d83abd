import type { Written } from '@wattline/cells';
import { RejectedError } from '@wattline/errors';
import { isTimeless } from '@wattline/features';
import type { Spec } from '@wattline/spec';
import { entityColumns } from '@wattline/spec/schema';
import { clockOf } from '../times/clock.ts';
import { createFileTimes, type FileTimes } from './file-times.ts';
import { createIssuedReader } from './issued-cell.ts';
import { isBesideNumbers, numberText } from './number-text.ts';
import type { CountedRow, Row } from './read-rows.ts';
import { createCellReader } from './written-numbers.ts';

/** A row's cells, as a file of the dataset has them. */
export type FileRow = Readonly<Record<string, string | number | boolean | null>>;

/** Writes rows that were read, and count, into files. */
export interface FileRows {
  /**
   * The row as a file has it.
   * @throws RejectedError where no file would be read as it is
   */
  readonly inFile: (row: Row, counted: CountedRow) => FileRow;
  /** Whether other rows of its file decide which instant it is of. */
  readonly isByFile: FileTimes['isByFile'];
}

const EVENT_TIMESTAMP = 'event_timestamp';
const ONLY_ENTITY = 'all';

const cellOf = (cell: unknown): FileRow[string] => {
  if (cell === undefined || cell === null) return null;
  return typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean'
    ? cell
    : String(cell);
};

/** A number as JSON has it; text where JSON would lose the sign of nothing. */
const numberCell = (number: number): FileRow[string] => (Object.is(number, -0) ? '-0' : number);

/**
 * Writes rows that were read, and count, as a file has them: with the columns that the spec reads. A file of a few rows
 * does not show how it is written as the dataset's uploads did: where the spec does not say it, numbers are numbers, and
 * times are written in the one way that every file can have.
 */
export const createFileRows = (spec: Spec, written?: Written): FileRows => {
  const timeNames = [spec.time.column].flat();
  const times = createFileTimes(spec, written);
  const values = Object.keys(spec.values);
  const words = Object.keys(spec.categories);
  const { zones, secondPass, issued } = spec.time;
  const others = [
    secondPass?.column,
    spec.layout?.units,
    issued,
    zones !== undefined && 'column' in zones ? zones.column : undefined,
  ].filter((name) => name !== undefined);
  const known = new Set([...timeNames, ...values, ...words, ...others]);
  const refuse = (code: string, message: string, line: number, column: string, remedy: string): never => {
    throw new RejectedError(code, message, { place: { line, column }, remedy });
  };
  /** An entity that was named beside the readings is in a file's column. */
  const entityCells = (row: Row, { line, entity }: CountedRow): FileRow => {
    if (spec.entity === undefined) {
      if (entity === ONLY_ENTITY) return {};
      return refuse(
        'STORE_NEEDS_ENTITY',
        `line ${line} is of ${entity}, but the dataset has one series and no column that names it`,
        line,
        'entity',
        'leave entity out',
      );
    }
    const columns = entityColumns(spec.entity, Object.keys(row));
    const [only, ...more] = columns;
    if (only !== undefined && more.length === 0) return { [only]: entity };
    const cells = Object.fromEntries(columns.map((name) => [name, cellOf(row[name])]));
    if (columns.map((name) => String(cells[name] ?? '').trim()).join(' ') === entity) return cells;
    return refuse(
      'STORE_NEEDS_ENTITY',
      `line ${line} does not say by its columns that it is of ${entity}`,
      line,
      spec.entity,
      `give each reading the columns of ${spec.entity}`,
    );
  };
  const cellReaders = new Map(
    spec.file?.decimal === undefined
      ? values.map((column) => [column, createCellReader(spec, column, written)] as const)
      : [],
  );
  const valueCell = (name: string, cell: unknown): FileRow[string] => {
    const found = cellReaders.get(name)?.read(cell);
    const unit = written?.units?.[name] ?? '';
    if (found?.kind !== 'number') return cellOf(cell);
    // Beside a unit that no file has beside numbers, text would be read by itself: as another number.
    return isBesideNumbers(unit) ? numberText(found.number, unit) : numberCell(found.number);
  };
  const issuedIn = createIssuedReader(spec, clockOf(spec.time.zone), written);
  /** A few rows do not show how they are written. */
  const issuedCells = (row: Row): Record<string, FileRow[string]> => {
    const at = issuedIn?.(row);
    return issued === undefined || typeof at !== 'number' ? {} : { [issued]: new Date(at).toISOString() };
  };
  const inFile = (row: Row, counted: CountedRow): FileRow => {
    const { line } = counted;
    if (spec.layout?.wide !== undefined || spec.layout?.series !== undefined)
      refuse(
        'STORE_NEEDS_FILE_TIMES',
        `line ${line} has several readings side by side, which are read from text files alone`,
        line,
        timeNames.join(' '),
        'upload a CSV file, or leave out store',
      );
    if (Object.hasOwn(row, EVENT_TIMESTAMP) && !timeNames.includes(EVENT_TIMESTAMP) && !isTimeless(spec))
      refuse(
        'STORE_NEEDS_FILE_TIMES',
        `line ${line} names its time in event_timestamp, which no file of the dataset has`,
        line,
        EVENT_TIMESTAMP,
        `send the time in ${timeNames.join(', ')}, as a file has it, or leave out store`,
      );
    const entity = entityCells(row, counted);
    const cells: Record<string, FileRow[string]> = {};
    for (const [name, cell] of Object.entries(row)) {
      if (Object.hasOwn(entity, name) || !known.has(name)) continue;
      // A cell that was refused is no reading: an empty one says the same.
      const value = values.indexOf(name);
      if (value < 0) cells[name] = cellOf(cell);
      else cells[name] = Number.isNaN(counted.values[value]) ? null : valueCell(name, cell);
    }
    return { ...cells, ...times.cells(row, counted), ...issuedCells(row), ...entity };
  };
  return { inFile, isByFile: times.isByFile };
};
