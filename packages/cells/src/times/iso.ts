import type { Moment } from './pattern.ts';
import { offsetMinutes } from './zone-words.ts';

const iso =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2})(?::?(\d{2})(?::?(\d{2})(?:[.,](\d+))?)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?|(?<= )[a-z]{3,4})?(?:(?<=[+\d:-]\d{2}|Z)\[[a-z][\w/+-]*\])?)?$/i;

/** A part of digits alone; 0 where it is left out. */
const numberOf = (part: string | undefined): number => (part === undefined ? 0 : Number(part));

/** Whether the calendar has such a day. Years before 100 would be taken for others. */
const isDay = (date: Date, year: number, month: number, day: number): boolean =>
  year >= 100 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;

/** ISO 8601 in its common forms; undefined for other text. */
export const isoMoment = (text: string): Moment | undefined => {
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
