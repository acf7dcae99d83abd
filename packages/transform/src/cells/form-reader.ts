import { createTimeReader } from '@wattline/cells';
import { rounded } from '../times/round.ts';
import { isHoursAlone, type KnownForm } from './time-forms.ts';

/** What the numbered periods of a day say, beside its date. */
interface Counted {
  /** Time since its midnight, ms. */
  readonly after: number;
  /** Where the period ends, ms from midnight. */
  readonly until: number;
}

/** A timestamp as it is written: an instant, or what local clocks showed; ms. */
export type WrittenCell =
  | { readonly kind: 'instant'; readonly at: number }
  | {
      readonly kind: 'local';
      readonly local: number;
      readonly pass: 0 | 1 | 2;
      /** Where periods are numbered: `local` is midnight. */
      readonly counted?: Counted | undefined;
    }
  | { readonly kind: 'unreadable' };

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
const ISO_HOUR = /^\d{4}-\d{2}-\d{2}[T ]\d{2}$/;
const ISO_HOUR_LENGTH = '2017-12-01T05'.length;

export const isIsoHour = (text: string): boolean => text.length === ISO_HOUR_LENGTH && ISO_HOUR.test(text);

const unreadable: WrittenCell = { kind: 'unreadable' };

const ofNumber = (number: number, format: string): WrittenCell => {
  const unit = epochUnits[format];
  const ms = unit === undefined ? rounded((number - SPREADSHEET_EPOCH) * (DAY / 1000)) * 1000 : number * unit;
  if (!(ms > FIRST && ms < LAST)) return unreadable;
  return unit === undefined
    ? { kind: 'local', local: rounded(ms), pass: 0 }
    : { kind: 'instant', at: rounded(ms) };
};

/** Reads times of one form. */
export const createFormReader = (
  { format, hoursFromOne }: KnownForm,
  {
    periods,
    firstPeriod,
    isStart,
  }: {
    /** Lengths of the periods that the last words count; with them, hours are those of the clock. */
    readonly periods: readonly number[];
    readonly firstPeriod?: 0 | 1 | undefined;
    /** Whether times name the start of their interval. */
    readonly isStart: boolean;
  },
): ((cell: unknown) => WrittenCell) => {
  const isNumeric = format in epochUnits || format === 'excel-days';
  const parse = createTimeReader({
    format,
    periods,
    ...(firstPeriod !== undefined && { firstPeriod }),
    hoursFromOne: hoursFromOne === true,
  });
  const mayCountFromOne = isStart && periods.length === 0;
  const isOpen = mayCountFromOne && hoursFromOne === undefined && isHoursAlone(format);
  return (cell) => {
    if (isNumeric) {
      const number =
        typeof cell === 'number' ? cell : Number(String(cell).trim().replace(',', '.') || 'none');
      return ofNumber(number, format);
    }
    if (isOpen) return unreadable;
    const text = String(cell).trim();
    // A file of which the hours go from 1 to 24 has no minutes.
    if (format === 'iso' && mayCountFromOne && hoursFromOne !== false)
      if (isIsoHour(text) !== (hoursFromOne === true)) return unreadable;
    const found = parse(text);
    if (found === undefined) return unreadable;
    const { moment, pass, after, until } = found;
    if (moment.offset !== undefined)
      return { kind: 'instant', at: moment.wall - moment.offset * 60_000 + after };
    return periods.length === 0
      ? { kind: 'local', local: moment.wall, pass }
      : { kind: 'local', local: moment.wall, pass, counted: { after, until } };
  };
};
