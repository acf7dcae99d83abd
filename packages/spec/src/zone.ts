import { nearest } from './nearest.ts';

const offset = /^[+-](?:0\d|1[0-3]):[0-5]\d$|^[+-]14:00$/;

const known = new Set([...Intl.supportedValuesOf('timeZone'), 'UTC']);

const intlKnows = (zone: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
};

const inOtherCase = (zone: string): string | undefined => {
  const lower = zone.toLowerCase();
  return [...known].find((name) => name.toLowerCase() === lower);
};

/** What is wrong with a zone's name; undefined for an IANA zone or a fixed offset. */
export const zoneProblem = (zone: string): string | undefined => {
  if (known.has(zone) || offset.test(zone)) {
    return undefined;
  }
  const proper = inOtherCase(zone) ?? nearest(zone, [...known]);
  // Intl takes names in any case and offsets in any form; time zone data does not.
  const isAlias =
    /^[A-Z][\w+-]*(?:\/[A-Z][\w+-]*)*$/.test(zone) && inOtherCase(zone) === undefined && intlKnows(zone);
  if (isAlias) {
    return undefined;
  }
  const hint = proper === undefined ? '' : `; did you mean ${proper}?`;
  return `must be an IANA time zone such as Europe/Paris, or a fixed offset such as +01:00; is '${zone}'${hint}`;
};
