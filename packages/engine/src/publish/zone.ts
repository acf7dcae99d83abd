const offsetPattern = /^GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/;

const formats = new Map<string, Intl.DateTimeFormat>();

/** One for each zone: making one takes a quarter of a millisecond. */
const offsetFormat = (zone: string): Intl.DateTimeFormat => {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  formats.set(zone, made);
  return made;
};

/** How far a zone's clocks are ahead of UTC at an instant, in ms. */
const zoneOffsetMs = (zone: string, instantMs: number): number => {
  const parts = offsetFormat(zone).formatToParts(instantMs);
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
  const match = offsetPattern.exec(name);
  if (match === null) throw new Error(`Cannot read the offset ${name} of zone ${zone}`);
  const [, sign, hours = '0', minutes = '0', seconds = '0'] = match;
  const size = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
  return sign === '-' ? -size : size;
};

/** What a zone's clocks show at an instant, as ms since 1970 of a clock that never changes. */
export const toLocalMs = (zone: string, instantMs: number): number =>
  instantMs + zoneOffsetMs(zone, instantMs);

/** The instant of a local time; the earlier of two, and where clocks skip it, as far after the gap. */
export const fromLocalMs = (zone: string, localMs: number): number => {
  const day = 86_400_000;
  const before = zoneOffsetMs(zone, localMs - day);
  const after = zoneOffsetMs(zone, localMs + day);
  const candidates = [localMs - before, localMs - after].sort((a, b) => a - b);
  return candidates.find((instant) => toLocalMs(zone, instant) === localMs) ?? localMs - before;
};
