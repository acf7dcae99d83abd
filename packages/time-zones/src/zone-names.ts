const known = new Set([...Intl.supportedValuesOf('timeZone'), 'UTC']);

/** IANA zones by their present names, and `UTC`. */
export const zoneNames: readonly string[] = [...known];

/** The zone whose name differs in its case alone. */
export const zoneNameInAnyCase = (name: string): string | undefined => {
  const lower = name.toLowerCase();
  return zoneNames.find((zone) => zone.toLowerCase() === lower);
};

const intlKnows = (zone: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
};

// Intl takes names in any case and offsets in any form; time zone data does not.
const isAlias = (name: string): boolean =>
  /^[A-Z][\w+-]*(?:\/[A-Z][\w+-]*)*$/.test(name) && zoneNameInAnyCase(name) === undefined && intlKnows(name);

/** Whether this is an IANA zone, by its present name or an older one such as `US/Eastern`. */
export const isZoneName = (name: string): boolean => known.has(name) || isAlias(name);
