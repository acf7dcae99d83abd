/** Rows of which the features are those of one version: from the first `event_timestamp` to the last, ms. */
export interface KnownSpan {
  /** Which of the versions. */
  readonly version: number;
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * Which version had the rows of each time, by the time at which they are to be known: the newest that was there by then.
 * Rows of before the first version are of none. Pure.
 *
 * @param times `event_timestamp`, ms, ascending
 * @param knownAt when a row of a time is to be known, ms; never earlier for a later one
 * @param versions when each was there, ms, ascending
 */
export const knownSpans = (
  times: readonly number[],
  knownAt: (time: number) => number,
  versions: readonly number[],
): KnownSpan[] => {
  const spans: { version: number; fromMs: number; toMs: number }[] = [];
  let version = -1;
  for (const time of times) {
    const at = knownAt(time);
    while ((versions[version + 1] ?? Number.POSITIVE_INFINITY) <= at) version += 1;
    if (version < 0) continue;
    const last = spans.at(-1);
    if (last?.version === version) last.toMs = time;
    else spans.push({ version, fromMs: time, toMs: time });
  }
  return spans;
};
