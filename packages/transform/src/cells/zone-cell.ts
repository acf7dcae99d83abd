import type { Spec } from '@wattline/spec';
import { zoneIn } from '@wattline/time-zones/text';

/** The zone of a row; without a name where none is known. */
export interface ZoneCell {
  readonly name: string | undefined;
  readonly written: unknown;
}

/** Reads the zone of a row, where rows have zones of their own: by a column, or by their entity. */
export const createZoneReader = ({
  time: { zones },
}: Spec): ((row: Readonly<Record<string, unknown>>, entity: string | null) => ZoneCell) | undefined => {
  if (zones === undefined) return undefined;
  if ('entities' in zones) {
    const { entities } = zones;
    return (_, entity) => ({
      name: entity !== null && Object.hasOwn(entities, entity) ? entities[entity] : undefined,
      written: entity,
    });
  }
  const { column } = zones;
  // Most rows have the zone of the row before. All others are looked up again: they may be written in any way.
  let last: ZoneCell = { name: undefined, written: undefined };
  return (row) => {
    const written = row[column];
    if (written === last.written) return last;
    last = { name: written === null ? undefined : zoneIn(String(written).trim()), written };
    return last;
  };
};
