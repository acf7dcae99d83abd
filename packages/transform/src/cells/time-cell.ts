import { createTimeReader, namesInstants } from '@wattline/cells';
import { RejectedError } from '@wattline/errors';
import type { Spec } from '@wattline/spec';
import { rounded } from '../times/round.ts';

/** A timestamp as it is written: an instant, or what local clocks showed; ms. */
type TimeCell =
  | { readonly kind: 'instant'; readonly at: number }
  | { readonly kind: 'local'; readonly local: number; readonly pass: 0 | 1 | 2 }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unreadable' };

/** Reads the time of a row's cells. */
export interface TimeReader {
  /** Its columns, with a blank between. */
  readonly name: string;
  readonly read: (row: Readonly<Record<string, unknown>>) => TimeCell;
  /** The time as the row has it. */
  readonly written: (row: Readonly<Record<string, unknown>>) => unknown;
  readonly namesInstants: boolean;
}

/** Milliseconds of one unit of an epoch. */
const epochUnits: Readonly<Record<string, number>> = {
  'epoch-seconds': 1000,
  'epoch-milliseconds': 1,
  'epoch-microseconds': 1e-3,
  'epoch-nanoseconds': 1e-6,
};

const DAY = 86_400_000;
/** 1970-01-01 as spreadsheets count days. */
const SPREADSHEET_EPOCH = 25_569;
/** The years 1 to 9999: beyond them a calendar has no words. */
const [FIRST, LAST] = [-62_135_596_800_000, 253_402_300_800_000];

const missing: TimeCell = { kind: 'missing' };
const unreadable: TimeCell = { kind: 'unreadable' };

const ofNumber = (number: number, format: string): TimeCell => {
  const unit = epochUnits[format];
  const ms = unit === undefined ? rounded((number - SPREADSHEET_EPOCH) * (DAY / 1000)) * 1000 : number * unit;
  if (!(ms > FIRST && ms < LAST)) return unreadable;
  return unit === undefined
    ? { kind: 'local', local: rounded(ms), pass: 0 }
    : { kind: 'instant', at: rounded(ms) };
};

/** Hours without minutes: whether they go from 1 to 24 shows in a whole file alone, and a row would be an hour off. */
const isHoursAlone = (format: string): boolean => /%H/.test(format) && !/%[MSpI]|%H.*%H/.test(format);
const ISO_HOUR = /^\d{4}-\d{2}-\d{2}[T ]\d{2}$/;
const ISO_HOUR_LENGTH = '2017-12-01T05'.length;

/** What of a spec's times shows in a whole file alone. */
const refuseOpen = ({ time, layout }: Spec): void => {
  const refuse = (what: string): never => {
    throw new RejectedError('TIMES_NEED_A_FILE', `Rows with ${what} cannot be read one by one`, {
      place: { column: 'time' },
      remedy: 'Send readings with event_timestamp, an instant such as 2017-12-01T05:00:00Z, instead',
    });
  };
  if (time.periods !== undefined) refuse('time.periods');
  if (time.zones !== undefined) refuse('time.zones');
  if (time.issued !== undefined) refuse('time.issued');
  if (time.format === 'auto') refuse('time.format: auto');
  if (time.label === 'start' && isHoursAlone(time.format)) refuse('hours that may go from 1 to 24');
  if (time.cadences === 'own' && time.label === 'end') refuse('time.cadences: own and time.label: end');
  if (layout?.wide !== undefined) refuse('layout.wide');
  if (layout?.series !== undefined) refuse('layout.series');
};

/** @throws RejectedError where times can be read in a whole file alone */
export const createTimeCellReader = (spec: Spec): TimeReader => {
  refuseOpen(spec);
  const { column, format, label, secondPass } = spec.time;
  const columns = typeof column === 'string' ? [column] : column;
  const [only = ''] = columns;
  const written = (row: Readonly<Record<string, unknown>>): unknown => {
    if (columns.length === 1) return row[only];
    const cells = columns.map((name) => row[name] ?? null);
    return cells.includes(null) ? null : cells.map((cell) => String(cell).trim()).join(' ');
  };
  const isNumeric = format in epochUnits || format === 'excel-days';
  const parse = createTimeReader({ format, periods: [], hoursFromOne: false });
  const second = new Set(secondPass?.values.map((value) => value.trim().toLowerCase()));
  const passIn = (row: Readonly<Record<string, unknown>>): 0 | 1 | 2 =>
    secondPass === undefined
      ? 0
      : second.has(
            String(row[secondPass.column] ?? '')
              .trim()
              .toLowerCase(),
          )
        ? 2
        : 1;
  const read = (row: Readonly<Record<string, unknown>>): TimeCell => {
    const cell = written(row);
    if (cell === null || cell === undefined || cell === '') return missing;
    if (isNumeric) {
      const number =
        typeof cell === 'number' ? cell : Number(String(cell).trim().replace(',', '.') || 'none');
      return ofNumber(number, format);
    }
    const text = String(cell).trim();
    if (format === 'iso' && label === 'start' && text.length === ISO_HOUR_LENGTH && ISO_HOUR.test(text))
      return unreadable;
    const time = parse(text);
    if (time === undefined) return unreadable;
    const { wall, offset } = time.moment;
    return offset === undefined
      ? { kind: 'local', local: wall, pass: time.pass === 0 ? passIn(row) : time.pass }
      : { kind: 'instant', at: wall - offset * 60_000 };
  };
  return { name: columns.join(' '), read, written, namesInstants: namesInstants(format) };
};
