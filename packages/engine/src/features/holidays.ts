import { createRequire } from 'node:module';
import type HolidayCalendar from 'date-holidays';
import pl, { type LazyDataFrame } from 'nodejs-polars';
import { RejectedError } from '../errors.ts';
import { INTERVAL_LOCAL } from './internal-columns.ts';

const day = 86_400_000;

interface Where {
  readonly country: string;
  readonly region?: string | undefined;
}

/** Loaded when first asked for: it takes longer than all the rest of the engine. */
const holidayCalendar = (): typeof HolidayCalendar => createRequire(import.meta.url)('date-holidays');

const checked = ({ country, region }: Where): HolidayCalendar => {
  const Calendar = holidayCalendar();
  const all = new Calendar();
  const countries = Object.keys(all.getCountries());
  if (!countries.includes(country)) {
    throw new RejectedError('UNKNOWN_COUNTRY', `No holidays are known for country '${country}'`, {
      place: { value: country },
      remedy: `Set calendar.holidays.country to one of ${countries.join(', ')}`,
    });
  }
  if (region === undefined) return new Calendar(country);
  const regions = Object.keys(all.getStates(country) ?? {});
  if (!regions.includes(region)) {
    const known = regions.length === 0 ? 'remove it' : `set it to one of ${regions.join(', ')}`;
    throw new RejectedError('UNKNOWN_REGION', `No region '${region}' of '${country}' is known`, {
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
        const first = Date.parse(`${date.slice(0, 10)}T00:00Z`) / day;
        const days = Math.max(1, Math.round((end.getTime() - start.getTime()) / day));
        return Array.from({ length: days }, (_, i) => first + i);
      }),
  );

/** Adds 0/1 (Int64): whether the interval's local start is on a public holiday. `years`: first and last local year. */
export const holidays = (options: {
  readonly where: Where;
  readonly years: readonly [number, number];
  readonly name: string;
}): ((frame: LazyDataFrame) => LazyDataFrame) => {
  const calendar = checked(options.where);
  const [first, last] = options.years;
  const years = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const days = [...new Set(holidayDays(calendar, years))].sort((a, b) => a - b);
  return (frame) =>
    frame.withColumn(
      pl.col(INTERVAL_LOCAL).cast(pl.Date).cast(pl.Int32).isIn(days).cast(pl.Int64).alias(options.name),
    );
};
