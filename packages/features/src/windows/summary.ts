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

/** A summary in TypeScript: of all windows of a column in one go. */
export interface OnlineSummary {
  /** Of single intervals: the parts of the value at `i` begin at `i` times their number. NaN where there is no value. */
  readonly of: (values: Float64Array, parts: Parts) => void;
  /**
   * Of two windows each, one union after the other: where the parts of the later window begin, of the one before it, and
   * of both; and how many intervals the later one has.
   */
  readonly united: (parts: Parts, unions: Int32Array) => void;
}

/** So many numbers each union has. */
export const UNION = 4;

/** The name of a part of a window: of so many intervals, or of one on the way there. */
export const windowPart = (
  summary: WindowSummary,
  part: string,
  column: string,
  of: number | string,
): string => `window ${summary.name} ${part} ${of} ${column}`;
