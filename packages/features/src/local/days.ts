const DAY = 86_400_000;

/** Days since 1970 of a local time, ms. */
export const dayOf = (local: number): number => Math.floor(local / DAY);

/** The local time at which a day begins, ms. */
export const dayStart = (day: number): number => day * DAY;

/** Of a day since 1970: Monday 0 to Sunday 6; 1970 began on a Thursday. */
export const weekdayOf = (day: number): number => (((day + 3) % 7) + 7) % 7;

/** Saturday and Sunday. */
export const isWeekend = (day: number): boolean => weekdayOf(day) >= 5;

/** Days since 1970 of the years from one to another, both within. */
export const daysOfYears = ([first, last]: readonly [number, number]): readonly number[] => {
  const begin = (year: number): number => dayOf(new Date(0).setUTCFullYear(year, 0, 1));
  return Array.from({ length: begin(last + 1) - begin(first) }, (_, i) => begin(first) + i);
};
