export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Puts spans that overlap into lanes of their own; the fewest lanes that do. */
export const laid = <Item extends Span>(
  spans: readonly Item[],
): { lanes: number; items: { item: Item; lane: number }[] } => {
  const ends: number[] = [];
  const items = spans
    .toSorted((a, b) => a.from - b.from || a.to - b.to)
    .map((item) => {
      const free = ends.findIndex((end) => end <= item.from);
      const lane = free === -1 ? ends.length : free;
      ends[lane] = item.to;
      return { item, lane };
    });
  return { lanes: Math.max(ends.length, 1), items };
};
