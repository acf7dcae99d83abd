import { isZoneName, zoneNameInAnyCase, zoneNames } from '@wattline/time-zones';
import { nearest } from './nearest.ts';

const offset = /^[+-](?:0\d|1[0-3]):[0-5]\d$|^[+-]14:00$/;

/** What is wrong with a zone's name; undefined for an IANA zone or a fixed offset. */
export const zoneProblem = (zone: string): string | undefined => {
  if (offset.test(zone) || isZoneName(zone)) return undefined;
  const meant = zoneNameInAnyCase(zone) ?? nearest(zone, zoneNames);
  const hint = meant === undefined ? '' : `; did you mean ${meant}?`;
  return `must be an IANA time zone such as Europe/Paris, or a fixed offset such as +01:00; is '${zone}'${hint}`;
};
