import type { Sample } from '../profile/sample.ts';
import type { ValueSums } from '../profile/value-sums.ts';
import type { PieceTimes } from './piece-times.ts';

/** The readings of one bucket in one period. */
export interface PieceName {
  readonly bucket: number;
  readonly period: string;
}

/** As it is found among others. */
export const pieceName = ({ bucket, period }: PieceName): string => `${bucket} ${period}`;

/** What readings of a piece show of their dataset, but for when its entities have them. */
export interface PieceFacts {
  readonly rows: number;
  /**
   * Times between readings of one entity in the piece: ms, how often, how often on end, how often a fourth on end. null
   * where there are too many to list.
   */
  readonly steps: readonly (readonly [ms: number, count: number, onEnd: number, fourth: number])[] | null;
  /** When each value column that has gaps has its first reading, ms; null where it has none. */
  readonly firstReadings: Readonly<Record<string, number | null>>;
  /** Readings by the number of their month since 1970. */
  readonly months: readonly (readonly [month: number, readings: number])[];
}

/** A piece's part of the profile, without its numbers. */
interface PieceProfile {
  readonly gaps: {
    /** The instants before and after, ms, and how many readings are missing. */
    readonly longest: readonly (readonly [entity: string, since: number, until: number, missing: number])[];
    readonly entities: readonly (readonly [entity: string, gaps: number, missing: number, longest: number])[];
  };
  /** Of each category column: its values, and how often each occurs. */
  readonly words: readonly (readonly (readonly [value: string | null, count: number])[])[];
}

/** Numbers of a piece's part of the profile: of each value column, and the readings that were taken of it. */
export interface PieceNumbers {
  readonly sums: readonly ValueSums[];
  readonly sample: Sample;
}

/** All that a piece shows: with it, a further upload need not read its readings. */
export interface ShownPiece extends PieceName, PieceNumbers {
  readonly facts: PieceFacts;
  readonly times: PieceTimes;
  readonly profile: PieceProfile;
}
