import type { Written } from '@wattline/cells';
import { RejectedError } from '@wattline/errors';
import { isTimeless } from '@wattline/features';
import type { Spec } from '@wattline/spec';
import { entityColumns } from '@wattline/spec/schema';
import { clockOf } from '../times/clock.ts';
import { dependsOnDay } from '../times/counted-times.ts';
import { createIssuedReader } from './issued-cell.ts';
import { isBesideNumbers, numberText } from './number-text.ts';
import type { CountedRow, Row } from './read-rows.ts';
import { createTimeCellReader, type TimeCell, type TimeReader } from './time-cell.ts';
import { periodsOf } from './time-forms.ts';
import { createCellReader } from './written-numbers.ts';

/** A row's cells, as a file of the dataset has them. */
export type FileRow = Readonly<Record<string, string | number | boolean | null>>;

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

const ISO_DATE = '2017-12-01'.length;

const dateAndClock = (text: string): readonly string[] => text.split('T');

/**
 * Writes rows that were read, and count, as a file has them: with the columns that the spec reads. A file of a few rows
 * does not show how it is written as the dataset's uploads did: where the spec does not say it, numbers are numbers, and
 * times are written in the one way that every file can have.
 */
export const createFileRows = (
  spec: Spec,
  written?: Written,
): ((row: Row, counted: CountedRow) => FileRow) => {
  const times = [spec.time.column].flat();
  const values = Object.keys(spec.values);
  const words = Object.keys(spec.categories);
  const { zones, secondPass, issued } = spec.time;
  const others = [
    secondPass?.column,
    spec.layout?.units,
    issued,
    zones !== undefined && 'column' in zones ? zones.column : undefined,
  ].filter((name) => name !== undefined);
  const known = new Set([...times, ...values, ...words, ...others]);
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
  let timeReader: TimeReader | undefined;
  const clock = clockOf(spec.time.zone);
  const issuedIn = createIssuedReader(spec, clock, written);
  /** A few rows do not show how they are written. */
  const issuedCells = (row: Row): Record<string, FileRow[string]> => {
    const at = issuedIn?.(row);
    return issued === undefined || typeof at !== 'number' ? {} : { [issued]: new Date(at).toISOString() };
  };
  const periods = periodsOf(spec).length;
  /** The date before the periods of a day, which are counted alike in every file, but for days on which clocks change. */
  const dateCells = (time: Extract<TimeCell, { kind: 'local' | 'instant' }>, line: number) => {
    const [date, ...more] = times.slice(0, times.length - periods);
    if (time.kind !== 'local' || time.counted === undefined) return {};
    if (dependsOnDay(clock, time.local, time.counted.after))
      refuse(
        'STORE_NEEDS_FILE_TIMES',
        `line ${line} is of a day on which clocks change, and how its periods are counted shows in a whole file`,
        line,
        times.join(' '),
        'upload a file with all periods of the day, or leave out store',
      );
    if (written?.showsTimes !== true || date === undefined || more.length > 0) return {};
    return { [date]: new Date(time.local).toISOString().slice(0, ISO_DATE) };
  };
  /** The cells of its time, as they are to be read again. */
  const timeCells = (row: Row, { at, line }: CountedRow): Record<string, FileRow[string]> => {
    timeReader ??= createTimeCellReader(spec, written);
    const time = timeReader.read(row);
    if (time.kind !== 'local' && time.kind !== 'instant') return {};
    if (periods > 0) return dateCells(time, line);
    if (written?.showsTimes !== true || times.length > 2) {
      if (timeReader.needsFile(row))
        refuse(
          'STORE_NEEDS_FILE_TIMES',
          `line ${line} has an hour without minutes, and whether hours go from 1 to 24 shows in a whole file`,
          line,
          timeReader.name,
          'upload a file with all hours of a day, or leave out store',
        );
      return {};
    }
    // A start of an interval is an instant; an end is one by the step of its series.
    const isInstant = time.kind === 'instant' || spec.time.label === 'start';
    const instant = time.kind === 'instant' ? time.at : at;
    const text = isInstant
      ? new Date(instant).toISOString()
      : new Date(time.local).toISOString().slice(0, -1);
    const cells = times.length === 1 ? [text] : dateAndClock(text);
    return Object.fromEntries(times.map((name, i) => [name, cells[i] ?? null]));
  };
  return (row, counted) => {
    const { line } = counted;
    if (spec.layout?.wide !== undefined || spec.layout?.series !== undefined)
      refuse(
        'STORE_NEEDS_FILE_TIMES',
        `line ${line} has several readings side by side, which are read from text files alone`,
        line,
        times.join(' '),
        'upload a CSV file, or leave out store',
      );
    if (Object.hasOwn(row, EVENT_TIMESTAMP) && !times.includes(EVENT_TIMESTAMP) && !isTimeless(spec))
      refuse(
        'STORE_NEEDS_FILE_TIMES',
        `line ${line} names its time in event_timestamp, which no file of the dataset has`,
        line,
        EVENT_TIMESTAMP,
        `send the time in ${times.join(', ')}, as a file has it, or leave out store`,
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
    return { ...cells, ...timeCells(row, counted), ...issuedCells(row), ...entity };
  };
};
