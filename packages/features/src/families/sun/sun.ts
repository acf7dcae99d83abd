import { getPosition, getTimes } from 'suncalc';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** Degrees north and east. */
export interface Location {
  readonly latitude: number;
  readonly longitude: number;
}

/** An angle to four digits behind the point: engines of JavaScript differ in the last ones of a sine. */
const rounded = (degrees: number): number => Math.round(degrees * 1e4) / 1e4 + 0;

/** How high the sun appears above the horizon at an instant, in degrees. */
export const elevationAt = ({ latitude, longitude }: Location, instant: number): number =>
  rounded(getPosition(new Date(instant), latitude, longitude).altitude);

/** From when until when the sun is up on one solar day. */
type Up = readonly [from: number, until: number];

const toMinute = (instant: number): number => Math.round(instant / MINUTE) * MINUTE;

/** How much of a time the sun is up, from 0 to 1; with sunrise and sunset to the minute. */
export const daylightAt = ({ latitude, longitude }: Location): ((from: number, until: number) => number) => {
  const timesOf = (day: number) => getTimes(new Date((day + 0.5) * DAY), latitude, longitude);
  const midnightBefore = (day: number): number =>
    toMinute((timesOf(day - 1).solarNoon.getTime() + timesOf(day).solarNoon.getTime()) / 2);
  const upOn = (day: number): Up => {
    const { sunrise, sunset, alwaysUp } = timesOf(day);
    if (sunrise !== null && sunset !== null) return [toMinute(sunrise.getTime()), toMinute(sunset.getTime())];
    return alwaysUp === true ? [midnightBefore(day), midnightBefore(day + 1)] : [0, 0];
  };
  const known = new Map<number, Up>();
  return (from, until) => {
    let up = 0;
    // The solar day of a date may begin half a day before it, and end half a day after.
    const last = Math.floor(until / DAY) + 1;
    for (let day = Math.floor(from / DAY) - 1; day <= last; day += 1) {
      const own = known.get(day) ?? upOn(day);
      known.set(day, own);
      up += Math.max(0, Math.min(until, own[1]) - Math.max(from, own[0]));
    }
    return Math.min(1, up / (until - from));
  };
};
