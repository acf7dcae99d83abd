import { offsetMinutes } from '@wattline/cells';
import { isZoneName, zoneNameInAnyCase } from '@wattline/time-zones';
import pl, { type DataFrame } from 'nodejs-polars';
import { ZONE } from './field-names.ts';
import type { ZonesOf } from './layout.ts';

const two = (number: number): string => String(number).padStart(2, '0');

/** A zone as a spec has it: an IANA name, or a fixed offset such as `+01:00`; undefined for a text that names none. */
export const zoneIn = (text: string): string | undefined => {
  const named = isZoneName(text) ? text : zoneNameInAnyCase(text);
  if (named !== undefined) return named;
  const minutes = offsetMinutes(text);
  if (minutes === undefined) return undefined;
  if (minutes === 0) return 'UTC';
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
};

/** The zones of distinct names (of zones or entities), as columns `raw` and `__zone`; unknown ones are left out. */
export const zoneTable = (names: readonly unknown[], zones: ZonesOf): DataFrame => {
  const found = names.flatMap((name): [string, string][] => {
    if (typeof name !== 'string') return [];
    const zone =
      'index' in zones
        ? zoneIn(name)
        : Object.hasOwn(zones.entities, name)
          ? zones.entities[name]
          : undefined;
    return zone === undefined ? [] : [[name, zone]];
  });
  return pl.DataFrame(
    { raw: found.map(([name]) => name), [ZONE]: found.map(([, zone]) => zone) },
    { schema: { raw: pl.String, [ZONE]: pl.String } },
  );
};
