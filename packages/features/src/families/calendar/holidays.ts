import { RejectedError } from '@wattline/errors';
import type HolidayCalendar from 'date-holidays';

const DAY = 86_400_000;

interface Where {
  readonly country: string;
  readonly region?: string | undefined;
}

let loaded: typeof HolidayCalendar | undefined;

/** Where modules cannot be required, as in a browser: the default export of `date-holidays`. */
export const provideHolidays = (calendar: typeof HolidayCalendar): void => {
  loaded = calendar;
};

/** Loaded on first use: it takes longer than all the rest. */
const holidayCalendar = (): typeof HolidayCalendar => {
  loaded ??= process.getBuiltinModule('node:module').createRequire(import.meta.url)('date-holidays');
  return loaded as typeof HolidayCalendar;
};

const checked = ({ country, region }: Where): HolidayCalendar => {
  const Calendar = holidayCalendar();
  const all = new Calendar();
  const countries = Object.keys(all.getCountries());
  if (!countries.includes(country)) {
    throw new RejectedError('COUNTRY_UNKNOWN', `No holidays are known for country '${country}'`, {
      place: { value: country },
      remedy: `Set calendar.holidays.country to one of ${countries.join(', ')}`,
    });
  }
  if (region === undefined) return new Calendar(country);
  const regions = Object.keys(all.getStates(country) ?? {});
  if (!regions.includes(region)) {
    const known = regions.length === 0 ? 'remove it' : `set it to one of ${regions.join(', ')}`;
    throw new RejectedError('REGION_UNKNOWN', `No region '${region}' of '${country}' is known`, {
      place: { value: region },
      remedy: `calendar.holidays.region: ${known}`,
    });
  }
  return new Calendar(country, region);
};

/** Public holidays of some years as days since 1970. Those that begin at sunset count as the day that follows. */
const holidayDays = (calendar: HolidayCalendar, years: readonly number[]): number[] =>
  years.flatMap((year) =>
    calendar
      .getHolidays(year)
      .filter(({ type }) => type === 'public')
      .flatMap(({ date, start, end }) => {
        const first = Date.parse(`${date.slice(0, 10)}T00:00Z`) / DAY;
        const days = Math.max(1, Math.round((end.getTime() - start.getTime()) / DAY));
        return Array.from({ length: days }, (_, i) => first + i);
      }),
  );

/** Public holidays from a year to another, both within, as days since 1970. @throws RejectedError for an unknown place */
export const holidaysBetween = (where: Where, [first, last]: readonly [number, number]): number[] => {
  const calendar = checked(where);
  const years = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  return [...new Set(holidayDays(calendar, years))].sort((a, b) => a - b);
};

/** Whether a day since 1970 is a public holiday. */
export const holidayTest = (where: Where): ((day: number) => boolean) => {
  const years = new Map<number, ReadonlySet<number>>();
  return (at) => {
    const year = new Date(at * DAY).getUTCFullYear();
    // Holidays of the year before may last into this one.
    const known = years.get(year) ?? new Set(holidaysBetween(where, [year - 1, year + 1]));
    years.set(year, known);
    return known.has(at);
  };
};
