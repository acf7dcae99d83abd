import type { Moments } from '../../moments.ts';
import type { Claim } from './claims.ts';

/** Of so many columns that look alike, each is compared with each. */
const MOST_PAIRS = 20_000;

export interface Candidate {
  readonly name: string;
  /** Of its values in the whole training span. */
  readonly moments: Moments;
  /** Some of them. */
  readonly probe: readonly (number | null)[];
}

interface Shape {
  readonly candidate: Candidate;
  /** Alike in all columns that are lines of each other, and in few others. */
  readonly key: string;
  /** Whether its first value off the middle is below (1) or above it (-1); 0: it has none. */
  readonly side: -1 | 0 | 1;
}

/** Cells of a thousandth of a column's range, the ends of which are at no number that occurs often. */
const cellOf = (share: number): number => Math.floor(share * 1009 + 0.37);

/** Between its least and greatest value a column looks like each of which it is a line, or like its mirror image. */
const shapeOf = (candidate: Candidate): Shape => {
  const { min, max, count } = candidate.moments;
  const range = max - min;
  const shares = candidate.probe.map((value) =>
    value === null ? null : range === 0 ? 0 : (value - min) / range,
  );
  const first = shares.find((share) => share !== null && Math.abs(share - 0.5) > 0.01) ?? 0.5;
  const side = first === 0.5 ? 0 : first < 0.5 ? 1 : -1;
  const cells = shares.map((share) => (share === null ? '' : cellOf(side < 0 ? 1 - share : share)));
  return { candidate, key: `${count}|${cells.join()}`, side };
};

const claimsOf = (of: Shape, by: Shape): Claim[] => {
  const [{ name, moments: own }, { name: column, moments: other }] = [of.candidate, by.candidate];
  const range = own.max - own.min;
  // One value, and rows without: only a column like that is a line of it.
  if ((range === 0) !== (other.min === other.max)) return [];
  const share = range === 0 ? 1 : range / (other.max - other.min);
  const line = (times: number, plus: number): Claim[] => {
    const isSame = times === 1 && plus === 0;
    const determined = { name, is: 'determined by', column, times, plus, range } as const;
    return [...(isSame ? [{ name, is: 'same as', column } as const] : []), determined];
  };
  const up = line(share, own.min - share * other.min);
  const down = line(-share, own.max + share * other.min);
  if (of.side === 0 || by.side === 0) return [...up, ...down];
  return of.side === by.side ? up : down;
};

/** What columns may be of earlier ones: all that they are, and a little more, which a look at all rows refutes. */
export const candidateClaims = (candidates: readonly Candidate[]): Claim[] => {
  const alike = Map.groupBy(candidates.map(shapeOf), ({ key }) => key);
  const claims: Claim[] = [];
  for (const shapes of alike.values()) {
    const isMany = (shapes.length * (shapes.length - 1)) / 2 > MOST_PAIRS;
    for (const [i, of] of shapes.entries())
      for (const by of shapes.slice(0, isMany ? Math.min(1, i) : i)) claims.push(...claimsOf(of, by));
  }
  return claims;
};
