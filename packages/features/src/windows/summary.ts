/**
 * What is kept of a window, such that that of two windows makes that of both: in SQL, part by part, and in TypeScript.
 */
export interface WindowSummary {
  readonly name: string;
  readonly parts: readonly string[];
  /** Of one interval's value, null where it has none. */
  readonly of: (value: string) => string[];
  /** Of a window of so many intervals and the one before it. */
  readonly united: (later: readonly string[], before: readonly string[], intervals: number) => string[];
  /** A part where there is no interval: this, or null. */
  readonly empty?: number;
  readonly online: OnlineSummary;
}

/** Parts of windows side by side in one array, NaN for null: those of a window begin at its place. */
export type Parts = Float64Array;

/** A summary in TypeScript. Each writes the parts of a window at `to`. */
interface OnlineSummary {
  /** Of one interval's value; NaN where it has none. */
  readonly of: (value: number, parts: Parts, to: number) => void;
  /** Of the windows at two places, the later one of so many intervals. */
  readonly united: (parts: Parts, later: number, before: number, to: number, intervals: number) => void;
}

/** The name of a part of a window: of so many intervals, or of one on the way there. */
export const windowPart = (
  summary: WindowSummary,
  part: string,
  column: string,
  of: number | string,
): string => `window ${summary.name} ${part} ${of} ${column}`;
