import { calendarNumbers } from './fields.ts';
import type { CalendarOptions } from './options.ts';

/** A 0/1 column for each word: from a number of the interval's local start, so many of it to a word. */
interface WordField {
  readonly words: readonly string[];
  readonly each: number;
  readonly sql: (options: CalendarOptions) => string;
  readonly of: (local: number, options: CalendarOptions) => number;
  readonly description: string;
}

/** In the south seasons are half a year later. December is month 0 of the northern winter. */
const halfYear = ({ hemisphere }: CalendarOptions): number => (hemisphere === 'south' ? 6 : 0);

export const wordFields: Readonly<Record<'TimeOfDay' | 'Season', WordField>> = {
  TimeOfDay: {
    words: ['Night', 'Morning', 'Afternoon', 'Evening'],
    each: 6,
    sql: () => calendarNumbers.Hour.sql,
    of: (local) => calendarNumbers.Hour.of(local),
    description: '1 where the interval’s local start is in the',
  },
  Season: {
    words: ['Winter', 'Spring', 'Summer', 'Autumn'],
    each: 3,
    sql: (options) => `(${calendarNumbers.Month.sql} + ${halfYear(options)}) % 12`,
    of: (local, options) => (calendarNumbers.Month.of(local) + halfYear(options)) % 12,
    description: '1 where the interval’s local start is in meteorological',
  },
};
