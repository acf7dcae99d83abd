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
  readonly online: {
    readonly of: (value: number | null) => WindowParts;
    readonly united: (later: WindowParts, before: WindowParts, intervals: number) => WindowParts;
  };
}

/** The parts of one window, in their order. */
export type WindowParts = readonly (number | null)[];

/** The name of a part of a window: of so many intervals, or of one on the way there. */
export const windowPart = (
  summary: WindowSummary,
  part: string,
  column: string,
  of: number | string,
): string => `window ${summary.name} ${part} ${of} ${column}`;
