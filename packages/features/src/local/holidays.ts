import { RejectedError } from '@wattline/errors';
import type HolidayCalendar from 'date-holidays';
import { z } from 'zod';
import { dayStart, isWeekend } from './days.ts';

const DAY = 86_400_000;

/** Whose public holidays. */
export const HolidaysOf = z.strictObject({
  country: z.string().regex(/^[A-Z]{2}$/, 'must be a two-letter ISO 3166 code'),
  region: z.string().optional(),
});
type HolidaysOf = z.output<typeof HolidaysOf>;

let loaded: typeof HolidayCalendar | undefined;
/** By place: a year of holidays takes milliseconds to work out. */
const known = new Map<string, Holidays>();

/** Where modules cannot be required, as in a browser: the default export of `date-holidays`. */
export const provideHolidays = (calendar: typeof HolidayCalendar): void => {
  loaded = calendar;
  known.clear();
};

/** Loaded on first use: it takes longer than all the rest. */
const holidayCalendar = (): typeof HolidayCalendar => {
  loaded ??= process.getBuiltinModule('node:module').createRequire(import.meta.url)('date-holidays');
  return loaded as typeof HolidayCalendar;
};

const checked = ({ country, region }: HolidaysOf, key: string): HolidayCalendar => {
  const Calendar = holidayCalendar();
  const all = new Calendar();
  const countries = Object.keys(all.getCountries());
  if (!countries.includes(country)) {
    throw new RejectedError('COUNTRY_UNKNOWN', `No holidays are known for country '${country}'`, {
      place: { value: country },
      remedy: `Set ${key}.country to one of ${countries.join(', ')}`,
    });
  }
  if (region === undefined) return new Calendar(country);
  const regions = Object.keys(all.getStates(country) ?? {});
  if (!regions.includes(region)) {
    const known = regions.length === 0 ? 'remove it' : `set it to one of ${regions.join(', ')}`;
    throw new RejectedError('REGION_UNKNOWN', `No region '${region}' of '${country}' is known`, {
      place: { value: region },
      remedy: `${key}.region: ${known}`,
    });
  }
  return new Calendar(country, region);
};

/** Public holidays of a year as days since 1970. Those that begin at sunset count as the day that follows. */
const holidayDays = (calendar: HolidayCalendar, year: number): number[] =>
  calendar
    .getHolidays(year)
    .filter(({ type }) => type === 'public')
    .flatMap(({ date, start, end }) => {
      const first = Date.parse(`${date.slice(0, 10)}T00:00Z`) / DAY;
      const days = Math.max(1, Math.round((end.getTime() - start.getTime()) / DAY));
      return Array.from({ length: days }, (_, i) => first + i);
    });

/** Of days since 1970. */
export interface Holidays {
  readonly isHoliday: (day: number) => boolean;
  /** Days to the next holiday, 0 on one; null where none is in the year, nor in the next. */
  readonly daysTo: (day: number) => number | null;
  /** Days since the last holiday, 0 on one; null where none is in the year, nor in the one before. */
  readonly daysSince: (day: number) => number | null;
  /** Whether it is a working day between two that are none: a holiday and a weekend, or two holidays. */
  readonly isBridge: (day: number) => boolean;
}

const createHolidays = (where: HolidaysOf, key: string): Holidays => {
  let calendar: HolidayCalendar | undefined;
  const years = new Map<number, readonly number[]>();
  const inYear = (year: number): readonly number[] => {
    calendar ??= checked(where, key);
    const days = years.get(year) ?? holidayDays(calendar, year);
    years.set(year, days);
    return days;
  };
  const around = new Map<number, readonly number[]>();
  /** In order, those of the year before and after as well: holidays of a year may last into the next one. */
  const near = (day: number): readonly number[] => {
    const year = new Date(dayStart(day)).getUTCFullYear();
    const days =
      around.get(year) ?? [...new Set([year - 1, year, year + 1].flatMap(inYear))].sort((a, b) => a - b);
    around.set(year, days);
    return days;
  };
  const isHoliday = (day: number): boolean => near(day).includes(day);
  const isOff = (day: number): boolean => isWeekend(day) || isHoliday(day);
  return {
    isHoliday,
    daysTo: (day) => {
      const next = near(day).find((one) => one >= day);
      return next === undefined ? null : next - day;
    },
    daysSince: (day) => {
      const last = near(day).findLast((one) => one <= day);
      return last === undefined ? null : day - last;
    },
    isBridge: (day) => !isOff(day) && isOff(day - 1) && isOff(day + 1),
  };
};

/**
 * Public holidays, of years as they are asked for.
 *
 * @param key where the spec says whose they are
 * @throws RejectedError for an unknown place, once one is asked for
 */
export const holidaysOf = (where: HolidaysOf, key: string): Holidays => {
  const place = JSON.stringify([where.country, where.region, key]);
  const holidays = known.get(place) ?? createHolidays(where, key);
  known.set(place, holidays);
  return holidays;
};
