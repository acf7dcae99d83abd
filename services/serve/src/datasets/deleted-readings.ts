import type { DatasetLayer } from '@wattline/worker';

/** Whether a later layer of a dataset took a reading out. */
export type IsDeleted = (entity: string, at: number) => boolean;

/** Of each upload among the layers, by its place: what those after it delete; undefined where they delete nothing. */
export const deletedAfter = (layers: readonly DatasetLayer[]): ((place: number) => IsDeleted | undefined) => {
  const deletions = layers.flatMap((layer, place) => {
    if (layer.type !== 'deletion') return [];
    const { entity, from, to } = layer.deletes;
    return [
      {
        place,
        entity,
        from: from === undefined ? Number.NEGATIVE_INFINITY : Date.parse(from),
        to: to === undefined ? Number.POSITIVE_INFINITY : Date.parse(to),
      },
    ];
  });
  return (place) => {
    const later = deletions.filter((one) => one.place > place);
    if (later.length === 0) return undefined;
    return (entity, at) =>
      later.some(
        (one) => (one.entity === undefined || one.entity === entity) && at >= one.from && at < one.to,
      );
  };
};
