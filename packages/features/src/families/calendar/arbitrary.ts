import fc from 'fast-check';
import { someOf } from '../../testing/arbitraries.ts';
import type { OptionsArbitrary } from '../../testing/options-arbitrary.ts';
import { CalendarField, CyclicalField, HolidayField } from './options.ts';

const arbitrary: OptionsArbitrary<'calendar'> = () =>
  fc
    .record({
      fields: someOf(CalendarField.options),
      cyclical: someOf(CyclicalField.options),
      hemisphere: fc.constantFrom('north', 'south'),
      country: fc.constantFrom('MA', 'FR', 'US'),
    })
    .map(({ country, fields, ...options }) => ({
      ...options,
      fields,
      ...(HolidayField.options.some((field) => fields.includes(field)) ? { holidays: { country } } : {}),
    }));
export default arbitrary;
