import type { ReasonCode } from '@wattline/cells';

/** A row that may become a reading, while its time is worked out. */
export interface OpenRow {
  readonly line: number;
  readonly entity: string;
  readonly values: readonly number[];
  readonly words: readonly (string | null)[];
  /** The time as it is written. */
  readonly written: unknown;
  /** When it was issued, ms, where the row says so. */
  readonly issued?: number | undefined;
}

/** A row with its instant, ms. */
export interface PlacedRow extends OpenRow {
  readonly at: number;
  /** Whether nothing said which pass it is of, had clocks shown its time twice. */
  readonly isOpenPass: boolean;
}

/** A row that is refused, or a cell of one that was emptied. */
export interface Fault {
  readonly line: number;
  readonly column: string;
  readonly value: unknown;
  readonly code: ReasonCode;
}

/** What two readings have in common that are the same. */
export const contentOf = ({ values, words }: Pick<OpenRow, 'values' | 'words'>): string =>
  JSON.stringify([values.map((value) => (Number.isNaN(value) ? null : value)), words]);
