import type { Moment } from './pattern.ts';
import { offsetMinutes } from './zone-words.ts';

const iso =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2})(?::?(\d{2})(?::?(\d{2})(?:[.,](\d+))?)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?|(?<= )[a-z]{3,4})?(?:(?<=[+\d:-]\d{2}|Z)\[[a-z][\w/+-]*\])?)?$/i;

/** ISO 8601 in its common forms; undefined for other text. */
export const isoMoment = (text: string): Moment | undefined => {
  const match = iso.exec(text);
  if (match === null) {
    return undefined;
  }
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0));
  const date = Date.UTC(year ?? 0, (month ?? 1) - 1, day ?? 1);
  const clock = ((hour ?? 0) * 60 + (minute ?? 0)) * 60 + (second ?? 0);
  const isDate = new Date(date).toISOString().startsWith(`${match[1]}-${match[2]}-${match[3]}`);
  if (!isDate || (minute ?? 0) > 59 || (second ?? 0) > 60 || clock > 86_400) {
    return undefined;
  }
  const zone = match[8];
  const offset = zone === undefined ? undefined : offsetMinutes(zone);
  if (zone !== undefined && offset === undefined) {
    return undefined;
  }
  const thousandths = Number((match[7] ?? '').slice(0, 3).padEnd(3, '0'));
  return { wall: date + clock * 1000 + thousandths, offset };
};
