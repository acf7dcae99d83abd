import { zoneIn } from '@wattline/time-zones/text';
import pl, { type DataFrame } from 'nodejs-polars';
import { ZONE } from './field-names.ts';
import type { ZonesOf } from './layout.ts';

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
