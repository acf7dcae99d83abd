import type { Moment } from './pattern.ts';
import { offsetMinutes } from './zone-words.ts';

const iso =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2})(?::?(\d{2})(?::?(\d{2})(?:[.,](\d+))?)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?|(?<= )[a-z]{3,4})?(?:(?<=[+\d:-]\d{2}|Z)\[[a-z][\w/+-]*\])?)?$/i;

/** A part of digits alone; 0 where it is left out. */
const numberOf = (part: string | undefined): number => (part === undefined ? 0 : Number(part));

/** Whether the calendar has such a day. Years before 100 would be taken for others. */
const isDay = (date: Date, year: number, month: number, day: number): boolean =>
  year >= 100 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;

const ZERO = 0x30;
const [DASH, COLON, T, BLANK, Z] = [0x2d, 0x3a, 0x54, 0x20, 0x5a];

/** Two digits at a place; NaN where there are others. */
const twoAt = (text: string, place: number): number => {
  const [tens, ones] = [text.charCodeAt(place) - ZERO, text.charCodeAt(place + 1) - ZERO];
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
};

/** The most common form, `2017-12-01T04:50:00` with or without `Z`, in a fraction of the time; undefined for any other. */
const secondsMoment = (text: string): Moment | undefined => {
  const isUtc = text.length === 20 && text.charCodeAt(19) === Z;
  if (text.length !== 19 && !isUtc) return undefined;
  const middle = text.charCodeAt(10);
  if (middle !== T && middle !== BLANK) return undefined;
  if (text.charCodeAt(4) !== DASH || text.charCodeAt(7) !== DASH) return undefined;
  if (text.charCodeAt(13) !== COLON || text.charCodeAt(16) !== COLON) return undefined;
  const year = twoAt(text, 0) * 100 + twoAt(text, 2);
  const [month, day] = [twoAt(text, 5), twoAt(text, 8)];
  const [hour, minute, second] = [twoAt(text, 11), twoAt(text, 14), twoAt(text, 17)];
  // Days from 29 on are those of some months alone. What is NaN is not less.
  const isCertain = year >= 100 && month >= 1 && month <= 12 && day >= 1 && day <= 28;
  if (!isCertain || !(hour <= 23) || !(minute <= 59) || !(second <= 59)) return undefined;
  const wall = Date.UTC(year, month - 1, day, hour, minute, second);
  return { wall, offset: isUtc ? 0 : undefined };
};

const anyMoment = (text: string): Moment | undefined => {
  const match = iso.exec(text);
  if (match === null) return undefined;
  const year = numberOf(match[1]);
  const month = numberOf(match[2]);
  const day = numberOf(match[3]);
  const date = Date.UTC(year, month - 1, day);
  const minute = numberOf(match[5]);
  const second = numberOf(match[6]);
  const clock = (numberOf(match[4]) * 60 + minute) * 60 + second;
  if (!isDay(new Date(date), year, month, day) || minute > 59 || second > 60 || clock > 86_400)
    return undefined;
  const zone = match[8];
  const offset = zone === undefined ? undefined : offsetMinutes(zone);
  if (zone !== undefined && offset === undefined) return undefined;
  const fraction = match[7];
  const thousandths = fraction === undefined ? 0 : Number(fraction.slice(0, 3).padEnd(3, '0'));
  return { wall: date + clock * 1000 + thousandths, offset };
};

/** ISO 8601 in its common forms; undefined for other text. */
export const isoMoment = (text: string): Moment | undefined => secondsMoment(text) ?? anyMoment(text);
