/** A group of messages that wait. */
export interface WaitingGroup {
  readonly group: string;
  /** How many of its messages somebody works on. */
  readonly underWay: number;
}

/** How many of `max` messages each group gets, one after the other to that of which the fewest are under way. */
export const sharesOf = (groups: readonly WaitingGroup[], max: number): ReadonlyMap<string, number> => {
  const counts = new Map(groups.map(({ group, underWay }) => [group, underWay]));
  const shares = new Map<string, number>();
  for (let given = 0; given < max; given += 1) {
    const [least] = [...counts].sort(([, a], [, b]) => a - b);
    if (least === undefined) break;
    const [group, count] = least;
    counts.set(group, count + 1);
    shares.set(group, (shares.get(group) ?? 0) + 1);
  }
  return shares;
};
