import type { ReasonCode } from '@wattline/cells';

/** A reading, checked: what ingest would hand on. */
export interface Reading {
  /** ms since 1970, UTC. */
  readonly at: number;
  /** Of each value column of the spec, in its order; NaN where there is none. */
  readonly values: readonly number[];
  /** Of each category column of the spec, in its order; null where there is none. */
  readonly words: readonly (string | null)[];
}

/** Readings column by column: in the order of time, each time once. */
export interface ReadingColumns {
  readonly at: ArrayLike<number>;
  readonly values: readonly ArrayLike<number>[];
  readonly words: readonly (readonly (string | null)[])[];
}

/** A reading that does not count, or a cell of one, as in the quarantine of a file. */
export interface Refusal {
  /** From 1 on, in the order in which readings were given. */
  readonly line: number;
  /** Empty for a whole row. */
  readonly column: string;
  readonly value: string | null;
  readonly code: ReasonCode;
  readonly reason: string;
}
