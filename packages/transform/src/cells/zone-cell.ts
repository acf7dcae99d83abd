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
  const known = new Map<unknown, ZoneCell>();
  return (row) => {
    const written = row[column];
    const seen = known.get(written);
    if (seen !== undefined) return seen;
    const name = written === null || written === undefined ? undefined : zoneIn(String(written).trim());
    const found = { name, written };
    // Of a few words: what is no zone may be anything.
    if (name !== undefined) known.set(written, found);
    return found;
  };
};
