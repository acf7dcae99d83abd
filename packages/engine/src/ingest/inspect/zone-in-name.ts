import { isZoneWord, offsetMinutes } from '@wattline/cells';
import type { TimeChoice } from './choose-time.ts';
import { areInstants } from './zone-beside.ts';

const offset = /(?:UTC|GMT) ?([+-]\d{1,2}(?::?\d{2})?)(?!\d)/;
/** In brackets or behind a comma, in capitals: other words are names. */
const word = /[[(,] ?([A-Z]{3,5})[\])]?$/;

/** The offset that the name of a time column says, as a spec writes it: `Date Time, GMT-05:00`, `Zeit [MEZ]`. */
export const zoneInName = (time: TimeChoice): { zone: string; name: string } | undefined => {
  if (areInstants(time)) return undefined;
  for (const { name } of time.columns) {
    const found = offset.exec(name)?.[1] ?? word.exec(name)?.[1];
    const minutes =
      found === undefined || (/^[A-Z]/.test(found) && !isZoneWord(found)) ? undefined : offsetMinutes(found);
    if (minutes === undefined) continue;
    const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
    const digits = [hours, rest].map((part) => String(part).padStart(2, '0')).join(':');
    return { zone: minutes === 0 ? 'UTC' : `${minutes < 0 ? '-' : '+'}${digits}`, name };
  }
  return undefined;
};
