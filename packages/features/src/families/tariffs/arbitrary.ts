import fc from 'fast-check';
import { someDays, someHolidays, someHours } from '../../testing/local-times.ts';
import type { OptionsArbitrary } from '../../testing/options-arbitrary.ts';

const seasons = fc.constantFrom(
  { from: '11-01', until: '03-26' },
  { from: '03-11', until: '10-29' },
  { from: '02-29', until: '02-29' },
);

const arbitrary: OptionsArbitrary<'tariffs'> = (world) => {
  const when = fc.record(
    { days: someDays, hours: someHours(world), season: seasons },
    { requiredKeys: ['hours'] },
  );
  return fc
    .record({
      whens: fc.array(fc.array(when, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 3 }),
      hasRest: fc.boolean(),
      isPriced: fc.boolean(),
      holidays: someHolidays,
    })
    .map(({ whens, hasRest, isPriced, holidays }) => ({
      bands: [...whens.map((some) => ({ when: some })), ...(hasRest ? [{}] : [])].map((band, i) => ({
        ...band,
        name: `band${i}`,
        ...(isPriced ? { price: 0.1 + i / 3 } : {}),
      })),
      ...(holidays && { holidays }),
    }));
};
export default arbitrary;
