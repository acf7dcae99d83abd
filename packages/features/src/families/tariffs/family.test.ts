import { expect, test } from 'vitest';
import { issuesOf } from '../../testing/issues-of.ts';
import { valuesAt } from '../../testing/values-at.ts';
import { tariffs } from './family.ts';

const parsed = (options: unknown) => tariffs.options.unwrap().parse(options);
const paris = { zone: 'Europe/Paris' };

/** The name of the band, and the price. */
const bandAt = (options: unknown, place = paris) => {
  const at = valuesAt(tariffs, parsed(options), place);
  return (instant: string): [band: string | undefined, price: unknown] => {
    const { tariff_price: price, ...bands } = at(instant);
    const held = Object.entries(bands).filter(([, value]) => value === 1);
    expect(held.length).toBeLessThan(2);
    return [held[0]?.[0], price];
  };
};

const winter = {
  bands: [
    {
      name: 'peak',
      price: 0.31,
      when: [{ days: ['Mon', 'Fri'], hours: ['17:00-20:00'], season: { from: '11-01', until: '03-31' } }],
    },
    { name: 'night', price: 0.12, when: [{ hours: ['22:00-06:00'] }, { days: ['Sun'] }] },
    { name: 'standard', price: 0.2 },
  ],
};

test('a band has its days, hours and season by local clocks', () => {
  const at = bandAt(winter);
  // Monday, 6 November 2017; Paris is an hour ahead.
  expect(at('2017-11-06T15:59Z')).toEqual(['tariff_standard', 0.2]);
  expect(at('2017-11-06T16:00Z')).toEqual(['tariff_peak', 0.31]);
  expect(at('2017-11-06T18:59Z')).toEqual(['tariff_peak', 0.31]);
  expect(at('2017-11-06T19:00Z')).toEqual(['tariff_standard', 0.2]);
  // Tuesday; Mondays before and after the season has ended, and its last day, a Friday.
  expect(at('2017-11-07T16:00Z')).toEqual(['tariff_standard', 0.2]);
  expect(at('2017-10-30T16:00Z')).toEqual(['tariff_standard', 0.2]);
  expect(at('2017-04-03T15:00Z')).toEqual(['tariff_standard', 0.2]);
  expect(at('2017-03-31T15:00Z')).toEqual(['tariff_peak', 0.31]);
});

test('hours go over midnight, and the first band that holds counts', () => {
  const at = bandAt(winter);
  expect(at('2017-11-06T21:00Z')).toEqual(['tariff_night', 0.12]);
  expect(at('2017-11-07T04:59Z')).toEqual(['tariff_night', 0.12]);
  expect(at('2017-11-07T05:00Z')).toEqual(['tariff_standard', 0.2]);
  // Sunday is night, all day.
  expect(at('2017-11-05T16:00Z')).toEqual(['tariff_night', 0.12]);
});

test('hours are those that clocks show where clocks change', () => {
  const at = bandAt({ bands: [{ name: 'low', when: [{ hours: ['02:00-03:00'] }] }, { name: 'rest' }] });
  // 02:00 comes twice on 29 October 2017, and never on 26 March.
  const low = (from: string): string[] =>
    Array.from({ length: 6 }, (_, i) => new Date(Date.parse(from) + i * 3_600_000).toISOString()).filter(
      (instant) => at(instant)[0] === 'tariff_low',
    );
  expect(low('2017-10-28T22:00Z')).toEqual(['2017-10-29T00:00:00.000Z', '2017-10-29T01:00:00.000Z']);
  expect(low('2017-03-25T23:00Z')).toEqual([]);
});

test('public holidays count as Sundays where it is said whose', () => {
  // 1 May 2017 was a Monday; 1 January 2018 too.
  expect(bandAt(winter)('2018-01-01T16:30Z')).toEqual(['tariff_peak', 0.31]);
  const at = bandAt({ ...winter, holidays: { country: 'FR' } });
  expect(at('2018-01-01T16:30Z')).toEqual(['tariff_night', 0.12]);
  expect(at('2018-01-08T16:30Z')).toEqual(['tariff_peak', 0.31]);
});

test('a season may have one day, and summer is in December in the south', () => {
  const leap = bandAt({ bands: [{ name: 'leap', when: [{ season: { from: '02-29', until: '02-29' } }] }] });
  expect(leap('2020-02-29T12:00Z')[0]).toBe('tariff_leap');
  expect(leap('2020-02-28T12:00Z')[0]).toBeUndefined();
  expect(leap('2019-03-01T12:00Z')[0]).toBeUndefined();
  const south = { zone: 'Australia/Sydney' };
  const summer = bandAt(
    { bands: [{ name: 'summer', price: 1, when: [{ season: { from: '12-01', until: '02-28' } }] }] },
    south,
  );
  // Sydney is eleven hours ahead.
  expect(summer('2017-11-30T12:59Z')).toEqual([undefined, null]);
  expect(summer('2017-11-30T13:00Z')).toEqual(['tariff_summer', 1]);
  expect(summer('2018-02-28T12:59Z')).toEqual(['tariff_summer', 1]);
  expect(summer('2018-02-28T13:00Z')).toEqual([undefined, null]);
});

test.each([
  [
    { bands: [{ name: 'a', when: [{ hours: ['17:30-20:00'] }] }] },
    '1h',
    'bands.0.when.0.hours.0: 17:30-20:00 begins or ends within an interval of 1h',
  ],
  [{ bands: [{ name: 'a', when: [{ hours: ['17:30-20:00'] }] }] }, '30m', undefined],
  [{ bands: [{ name: 'a', when: [{ days: ['Mon'] }] }] }, '1d', undefined],
  [{ bands: [{ name: 'a', when: [{ hours: ['06:00-12:00'] }] }] }, '1d', 'within an interval of 1d'],
  [{ bands: [{ name: 'a', when: [{ days: ['Mon'] }] }] }, '7d', ': an interval of 7d is no part of a day'],
  [{ bands: [{ name: 'a', when: [{ days: ['Mon'] }] }] }, '7h', ': an interval of 7h is no part of a day'],
  [{ bands: [{ name: 'a', when: [{ days: ['Mon'] }] }] }, '1mo', ': an interval of 1mo is no part of a day'],
  [{ bands: [{ name: 'a' }, { name: 'b' }] }, '1h', 'bands.0: a holds at any time'],
  [
    { bands: [{ name: 'a', price: 1, when: [{ days: ['Mon'] }] }, { name: 'b' }] },
    '1h',
    'bands.1: b has no price',
  ],
  [{ bands: [{ name: 'a', when: [{ days: ['Mon'] }] }, { name: 'a' }] }, '1h', 'bands.1: a is named twice'],
  [{ bands: [{ name: 'price' }] }, '1h', 'bands.0.name: price is the column of prices'],
  [{ bands: [{ name: 'a' }], unit: 'EUR' }, '1h', 'unit: is that of prices'],
])('%j with an interval of %s: %s', (options, interval, wanted) => {
  const issues = issuesOf(tariffs, interval)(parsed(options));
  expect(issues).toEqual(wanted === undefined ? [] : [expect.stringContaining(wanted)]);
});

test.each(['17:00', '24:00-06:00', '17:00-17:00', '7:00-8:00', '17:00-25:00'])('%s are no hours', (hours) => {
  expect(() => parsed({ bands: [{ name: 'a', when: [{ hours: [hours] }] }] })).toThrow(/times/);
});
