import { otherZoneNames } from './other-zone-names.ts';

/** IANA zones by their present names, and `UTC`. */
export const zoneNames: readonly string[] = [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC'])];

// A table: what Intl says of a name takes long, and it takes names in any case, and some of its own.
const known = new Map([...otherZoneNames, ...zoneNames].map((name) => [name.toLowerCase(), name]));

/** The zone of this name, in whatever case it is written. */
export const zoneNameInAnyCase = (name: string): string | undefined => known.get(name.toLowerCase());

/** Whether this is an IANA zone, by its present name or an older one such as `US/Eastern`. */
export const isZoneName = (name: string): boolean => zoneNameInAnyCase(name) === name;
