import { expect, test } from 'vitest';
import { valuesAt } from '../../testing/values-at.ts';
import { sun } from './family.ts';

const at = (latitude: number, longitude: number, interval: string) =>
  valuesAt(sun, sun.options.unwrap().parse({ latitude, longitude }), { interval });

/** Times of sunrise and sunset below are those of NOAA's solar calculator. */
const off = (found: unknown, wanted: number): number => Math.abs(Number(found) - wanted);

test('elevation is that of the worked example of the Solar Position Algorithm', () => {
  // NREL/TP-560-34302, A.5: 17 October 2003, 12:30:30 at UTC−7, 39.742476 N, 105.1786 W: 39.88838° with refraction at 820 mbar.
  const { sun_elevation: elevation } = at(39.742476, -105.1786, '1m')('2003-10-17T19:30:00Z');
  expect(off(elevation, 39.88838)).toBeLessThan(0.01);
});

test('elevation is that of the middle of the interval, and negative at night', () => {
  // At the equinox the sun is overhead at the equator, seven and a half minutes after noon.
  expect(off(at(0, 0, '15m')('2017-03-20T12:00Z').sun_elevation, 90)).toBeLessThan(0.1);
  expect(off(at(0, 0, '2h')('2017-03-20T08:07:30Z').sun_elevation, 45)).toBeLessThan(0.1);
  expect(at(0, 0, '1h')('2017-03-20T23:30Z').sun_elevation).toBeLessThan(-85);
});

test('daylight of an hour begins at sunrise and ends at sunset', () => {
  // Paris, 21 June 2017: sunrise 05:47, sunset 21:58 by local clocks, two hours ahead.
  const paris = at(48.8566, 2.3522, '1h');
  const minutes = (instant: string): number => Number(paris(instant).daylight) * 60;
  expect(minutes('2017-06-21T02:00Z')).toBe(0);
  expect(off(minutes('2017-06-21T03:00Z'), 13)).toBeLessThanOrEqual(1);
  expect(minutes('2017-06-21T04:00Z')).toBe(60);
  expect(off(minutes('2017-06-21T19:00Z'), 58)).toBeLessThanOrEqual(1);
  expect(minutes('2017-06-21T20:00Z')).toBe(0);
});

test('daylight of a day: seasons of both hemispheres, and one that clocks make an hour shorter', () => {
  const hours = (latitude: number, longitude: number, instant: string, interval = '24h'): number =>
    Number(at(latitude, longitude, interval)(instant).daylight) * Number.parseInt(interval, 10);
  // Sydney is ten hours ahead, eleven in summer: 14 h 25 min, and 9 h 54 min.
  expect(off(hours(-33.8688, 151.2093, '2017-12-21T13:00Z'), 14 + 25 / 60)).toBeLessThan(0.03);
  expect(off(hours(-33.8688, 151.2093, '2017-06-20T14:00Z'), 9 + 54 / 60)).toBeLessThan(0.03);
  // Paris, 26 March 2017, from 07:41 to 20:13.
  expect(off(hours(48.8566, 2.3522, '2017-03-25T23:00Z', '23h'), 12 + 32 / 60)).toBeLessThan(0.03);
  // A day at the date line.
  expect(off(hours(0, 180, '2017-03-20T00:00Z'), 12.1)).toBeLessThan(0.05);
  expect(off(hours(0, -180, '2017-03-20T00:00Z'), 12.1)).toBeLessThan(0.05);
});

test('daylight goes on where it is a day later by UTC', () => {
  // Honolulu, 20 June 2017, 18:00 by local clocks; the sun sets at 19:16.
  const honolulu = at(21.31, -157.86, '1h');
  expect(honolulu('2017-06-21T04:00Z').daylight).toBe(1);
  expect(off(honolulu('2017-06-21T05:00Z').daylight, 16 / 60)).toBeLessThan(0.02);
});

test('in Tromsø the sun does not set in June, nor rise in December', () => {
  const tromso = at(69.65, 18.96, '1h');
  const daysFrom = (instant: string): unknown[] =>
    Array.from(
      { length: 72 },
      (_, i) => tromso(new Date(Date.parse(instant) + i * 3_600_000).toISOString()).daylight,
    );
  expect(new Set(daysFrom('2017-06-20T00:00Z'))).toEqual(new Set([1]));
  expect(new Set(daysFrom('2017-12-20T00:00Z'))).toEqual(new Set([0]));
});
