import type { NumberStyle } from './numbers/number-style.ts';

/** How a file's times are written, as the file shows. */
export interface TimeNotation {
  readonly format: string;
  /** Whether hours without minutes go from 1 to 24; absent where nobody looked. */
  readonly hoursFromOne?: boolean | undefined;
  /** How the times are written at which readings were issued, where a column says so. */
  readonly issuedFormat?: string | undefined;
  /** The column that distinguishes the passes of an hour that occurs twice, where the spec names none. */
  readonly secondPass?: { readonly column: string; readonly values: readonly string[] } | undefined;
}

/** How a file is written, as the file shows. */
export interface Notation {
  readonly time: TimeNotation;
  /** Of columns whose texts show it: numbers that have a type do not, nor do whole ones. */
  readonly numbers: readonly { readonly style: NumberStyle; readonly columns: readonly string[] }[];
  /** What columns have where there is no reading, beyond what the spec says. */
  readonly missing: Readonly<Record<string, readonly string[]>>;
  /** All columns in their order, of a file of which a row has several readings: which are some goes by it. */
  readonly header?: readonly string[] | undefined;
}

/** How the files of a dataset are written. */
export interface Written {
  /** Of its uploads, the newest first; each once. */
  readonly notations: readonly Notation[];
  /** Whether each file shows how its times are written; else the spec says so of all. */
  readonly showsTimes: boolean;
  /** Where times are ends of intervals, whether each file shows how long these are; else the spec says it of all. */
  readonly showsSteps?: boolean | undefined;
  /** The unit of value columns that have one, beside their numbers or below their names. */
  readonly units?: Readonly<Record<string, string>> | undefined;
}
