import fc from 'fast-check';
import { someDays, someHolidays, someHours } from '../../testing/local-times.ts';
import type { OptionsArbitrary } from '../../testing/options-arbitrary.ts';

const arbitrary: OptionsArbitrary<'businessHours'> = (world) =>
  fc
    .record({ days: someDays, hours: someHours(world), holidays: someHolidays })
    .map(({ holidays, ...options }) => ({ ...options, ...(holidays && { holidays }) }));
export default arbitrary;
