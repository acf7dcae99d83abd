import { offsetMinutes } from '@wattline/cells';
import { isZoneName, zoneNameInAnyCase } from './zone-names.ts';

const two = (number: number): string => String(number).padStart(2, '0');

/** A zone as a spec has it: an IANA name, or a fixed offset such as `+01:00`; undefined for a text that names none. */
export const zoneIn = (text: string): string | undefined => {
  if (isZoneName(text)) return text;
  // Before names in another case: `cet` is the word, `CET` the zone.
  const minutes = offsetMinutes(text);
  if (minutes === undefined) return zoneNameInAnyCase(text);
  if (minutes === 0) return 'UTC';
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
};
