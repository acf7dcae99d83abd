import { expect, test } from 'vitest';
import { issuesOf } from '../../testing/issues-of.ts';
import { valuesAt } from '../../testing/values-at.ts';
import { businessHours } from './family.ts';

const parsed = (options: unknown) => businessHours.options.unwrap().parse(options);
const isOpen = (options: unknown, zone = 'Europe/Paris') => {
  const at = valuesAt(businessHours, parsed(options), { zone });
  return (instant: string) => at(instant).business_hours;
};

test('are Monday to Friday from 8 to 18 by local clocks', () => {
  const at = isOpen({});
  // Paris is two hours ahead in summer, one in winter. Friday, 30 June 2017, and 1 December.
  expect(['05:59', '06:00', '15:59', '16:00'].map((time) => at(`2017-06-30T${time}Z`))).toEqual([0, 1, 1, 0]);
  expect(['06:59', '07:00', '16:59', '17:00'].map((time) => at(`2017-12-01T${time}Z`))).toEqual([0, 1, 1, 0]);
  expect(at('2017-07-01T10:00Z')).toBe(0);
  expect(at('2017-07-02T10:00Z')).toBe(0);
  expect(at('2017-07-03T10:00Z')).toBe(1);
});

test('are off on public holidays, whatever the weekday', () => {
  // 14 July 2017 was a Friday, 15 August a Tuesday, and Assumption is a holiday in some regions of Germany.
  expect(isOpen({})('2017-07-14T10:00Z')).toBe(1);
  expect(isOpen({ holidays: { country: 'FR' } })('2017-07-14T10:00Z')).toBe(0);
  const sunday = { days: ['Sun'], holidays: { country: 'FR' } };
  expect(isOpen(sunday)('2017-07-14T10:00Z')).toBe(0);
  expect(isOpen(sunday)('2017-07-16T10:00Z')).toBe(1);
  expect(isOpen({ holidays: { country: 'DE', region: 'SL' } }, 'Europe/Berlin')('2017-08-15T10:00Z')).toBe(0);
  expect(isOpen({ holidays: { country: 'DE', region: 'BE' } }, 'Europe/Berlin')('2017-08-15T10:00Z')).toBe(1);
});

test('may have a break, and go over midnight by the date of each hour', () => {
  const shop = isOpen({ hours: ['08:00-12:00', '14:00-18:00'] }, 'UTC');
  expect(['11:00', '12:00', '13:00', '14:00'].map((time) => shop(`2017-06-30T${time}Z`))).toEqual([
    1, 0, 0, 1,
  ]);
  const bar = isOpen({ days: ['Fri'], hours: ['18:00-02:00'] }, 'UTC');
  expect(['2017-06-30T01:00Z', '2017-06-30T20:00Z', '2017-07-01T01:00Z'].map(bar)).toEqual([1, 1, 0]);
});

test('need intervals that they do not cut', () => {
  expect(issuesOf(businessHours, '30m')(parsed({}))).toEqual([]);
  expect(issuesOf(businessHours, '6h')(parsed({}))).toEqual([
    'hours.0: 08:00-18:00 begins or ends within an interval of 6h: write times at which an interval begins, or set a shorter interval',
  ]);
});
