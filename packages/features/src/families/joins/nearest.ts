/** An entity, and where it is, in degrees. */
export interface Place {
  readonly entity: string;
  readonly latitude: number;
  readonly longitude: number;
}

const RADIANS = Math.PI / 180;

/** The square of half the chord between two places on a globe of radius 1: it grows as their distance does. */
const apart = (a: Omit<Place, 'entity'>, b: Omit<Place, 'entity'>): number => {
  const north = Math.sin(((b.latitude - a.latitude) * RADIANS) / 2);
  const east = Math.sin(((b.longitude - a.longitude) * RADIANS) / 2);
  return north * north + Math.cos(a.latitude * RADIANS) * Math.cos(b.latitude * RADIANS) * east * east;
};

/** The place nearest on the globe; of two as near, the first by name. Undefined where there is none. */
export const nearestOf = (places: readonly Place[]): ((to: Omit<Place, 'entity'>) => string | undefined) => {
  const byName = places.toSorted((a, b) => (a.entity < b.entity ? -1 : 1));
  return (to) => {
    let found: string | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const place of byName) {
      const distance = apart(place, to);
      if (distance < least) {
        found = place.entity;
        least = distance;
      }
    }
    return found;
  };
};
