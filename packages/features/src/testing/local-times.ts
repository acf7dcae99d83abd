import fc from 'fast-check';
import { durationMs } from '../duration.ts';
import { Weekday } from '../local/times.ts';
import { someOf } from './arbitraries.ts';
import type { World } from './options-arbitrary.ts';

const HOUR = 3_600_000;

export const someDays = someOf(Weekday.options);

/** Hours that begin and end with intervals. */
export const someHours = ({ duration }: World): fc.Arbitrary<string[]> => {
  const interval = durationMs(duration(1));
  if (interval > 6 * HOUR) return fc.constant(['00:00-24:00']);
  const short = interval > HOUR / 4 ? [] : ['01:15-02:45', '23:45-00:15'];
  return someOf(['00:00-06:00', '06:00-18:00', '18:00-24:00', '18:00-06:00', ...short], 2);
};

export const someHolidays = fc.option(
  fc.constantFrom({ country: 'FR' }, { country: 'US' }, { country: 'DE', region: 'BY' }),
  { nil: undefined, freq: 1 },
);
