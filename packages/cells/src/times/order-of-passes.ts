/** A reading whose local time occurs twice. */
export interface DoubtfulRow {
  readonly row: number;
  /** ms within the hour that occurs twice. */
  readonly at: number;
  /** Everything but its line, to see whether two readings are the same. */
  readonly content: string;
}

const areSorted = (rows: readonly DoubtfulRow[]): boolean =>
  rows.length > 2 && rows.every((row, index) => index === 0 || row.at >= (rows[index - 1]?.at ?? 0));

/** Of rows that somebody sorted by what the clock showed: times are side by side, the first pass first. */
const secondOfPairs = (
  rows: readonly DoubtfulRow[],
  repeatsElsewhere: boolean,
): readonly number[] | undefined => {
  const groups = [...Map.groupBy(rows, ({ at }) => at).values()];
  const pairs = groups.filter(
    ([one, two, ...more]) =>
      more.length === 0 && two !== undefined && (one?.content !== two.content || !repeatsElsewhere),
  );
  return pairs.length === 0 || groups.some((group) => group.length > 2)
    ? undefined
    : pairs.flatMap(([, two]) => two?.row ?? []);
};

/**
 * Which readings of one entity are of the second pass of a repeated hour, as the order of the file shows: where the
 * clock falls back, or stops at another reading. Undefined where the file shows one pass only.
 */
export const secondPass = (
  rows: readonly DoubtfulRow[],
  { descending, repeatsElsewhere }: { readonly descending: boolean; readonly repeatsElsewhere: boolean },
): readonly number[] | undefined => {
  const inOrder = descending ? [...rows].reverse() : rows;
  if (areSorted(inOrder)) return secondOfPairs(inOrder, repeatsElsewhere);
  const second: number[] = [];
  let passes = 1;
  let before: DoubtfulRow | undefined;
  for (const row of inOrder) {
    const falls = before !== undefined && row.at < before.at;
    const stops =
      before !== undefined &&
      row.at === before.at &&
      (row.content !== before.content || !repeatsElsewhere) &&
      passes === 1;
    if (falls || stops) {
      passes += 1;
    }
    if (passes > 1) {
      second.push(row.row);
    }
    before = row;
  }
  return passes === 2 ? second : undefined;
};
