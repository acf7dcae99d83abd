import pl, { type DataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../../columns.ts';
import { clockOffsets } from '../../features/clock-changes.ts';

const DAY = 86_400_000;

/** Instants (ms) behind the hours that clocks skip, piece by piece of a file. */
export interface SkippedHours {
  /** Takes what a piece reads there; gives the instants that readings of their own have, as far as known. */
  readonly take: (read: DataFrame) => Promise<ReadonlySet<number>>;
  /** Skipped times that went there. */
  readonly shift: (instants: readonly number[]) => void;
  readonly owned: () => ReadonlySet<number>;
  readonly shifted: () => ReadonlySet<number>;
}

/** Spans as long as the clocks skip, from the change on. */
const spansOf = (zone: string, from: number, to: number): (readonly [number, number])[] => {
  const offsets = clockOffsets(zone, from - DAY, to + DAY);
  return offsets.flatMap(({ from: at, offset }, index) => {
    const gap = offset - (offsets[index - 1]?.offset ?? offset);
    return gap > 0 ? [[at, at + gap] as const] : [];
  });
};

/** `known`: instants that readings of the whole file have there, from an earlier reading. */
export const createSkippedHours = (
  zone: string,
  known: ReadonlySet<number> = new Set<number>(),
): SkippedHours => {
  const owned = new Set<number>(known);
  const shifted = new Set<number>();
  return {
    take: async (read) => {
      const times = read.getColumn(EVENT_TIMESTAMP).cast(pl.Int64);
      const [from, to] = [Number(times.min()), Number(times.max())];
      const spans = read.height === 0 ? [] : spansOf(zone, from, to);
      if (spans.length === 0) return owned;
      const at = pl.col('at');
      const within = spans
        .map(([begin, end]) => at.gtEq(pl.lit(begin)).and(at.lt(pl.lit(end))))
        .reduce((a, b) => a.or(b));
      const found = await read
        .lazy()
        .select(pl.col(EVENT_TIMESTAMP).cast(pl.Int64).cast(pl.Float64).alias('at'))
        .filter(within)
        .collect();
      for (const instant of found.getColumn('at').toArray()) owned.add(Number(instant));
      return owned;
    },
    shift: (instants) => {
      for (const instant of instants) shifted.add(instant);
    },
    owned: () => owned,
    shifted: () => shifted,
  };
};

/** What readings of the whole file own, where a skipped time of one piece went to an instant of another; else undefined. */
export const takenInstants = (
  pieces: readonly Pick<SkippedHours, 'owned' | 'shifted'>[],
): ReadonlySet<number> | undefined => {
  const owned = new Set(pieces.flatMap((piece) => [...piece.owned()]));
  return pieces.some((piece) => [...piece.shifted()].some((instant) => owned.has(instant)))
    ? owned
    : undefined;
};
