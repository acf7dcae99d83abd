import type { Awaited } from '../history/awaited.ts';
import type { ReadingColumns } from '../reading.ts';
import { type PackedColumns, packColumns, unpackColumn, unpacked } from './pack-columns.ts';

/** The first reading of a register that is one, and the last of which that is certain; ms. */
export interface RegisterSpan {
  readonly from: number;
  readonly until: number;
}

/** What is held of an entity that nobody asks for just now: the same, in a fraction of the memory. */
export interface PackedHistory {
  /** Times, values, and the numbers of the intervals that are worked out. */
  readonly columns: PackedColumns;
  readonly words: readonly (readonly (string | null)[])[];
  readonly isWhole: boolean;
  readonly readings: number;
  readonly oldest: number | undefined;
  readonly newest: number | undefined;
  readonly trimmedTo: number | undefined;
  readonly openFrom: number;
  readonly firstReached: number;
  /** The intervals that are worked out; none where nobody asked yet. */
  readonly settled: { readonly from: number; readonly until: number } | undefined;
  readonly registerSpans: readonly (readonly [string, RegisterSpan])[];
  readonly awaited: Awaited | undefined;
}

type State = Omit<PackedHistory, 'columns' | 'words' | 'readings' | 'oldest' | 'newest'>;

export const packHistory = (
  { at, values, words }: ReadingColumns,
  table: readonly Float64Array[],
  state: State,
): PackedHistory => ({
  ...state,
  columns: packColumns([at, ...values, ...table]),
  words: words.map((column) => column.slice()),
  readings: at.length,
  oldest: at[0],
  newest: at[at.length - 1],
});

/** About how much memory it takes: a word is shared, and counts as a number does. */
export const packedBytes = ({ columns, words }: PackedHistory): number =>
  columns.bytes.byteLength + words.reduce((sum, column) => sum + column.length * 8, 0);

/** Lists of their own. */
export const packedReadings = (
  { columns, words }: PackedHistory,
  valueColumns: number,
): {
  readonly at: number[];
  readonly values: readonly number[][];
  readonly words: readonly (string | null)[][];
} => ({
  at: unpacked(columns, 0),
  values: Array.from({ length: valueColumns }, (_, i) => unpacked(columns, i + 1)),
  words: words.map((column) => column.slice()),
});

/** The numbers of the intervals that are worked out, and room for one more. */
export const packedTable = (
  { columns, settled }: PackedHistory,
  valueColumns: number,
  tableColumns: number,
):
  | { readonly base: number; readonly rows: number; readonly columns: readonly Float64Array[] }
  | undefined => {
  if (settled === undefined) return undefined;
  const rows = settled.until - settled.from + 1;
  const cells = new Float64Array(rows * tableColumns).fill(Number.NaN);
  return {
    base: settled.from,
    rows,
    columns: Array.from({ length: tableColumns }, (_, i) => {
      const column = cells.subarray(i * rows, (i + 1) * rows);
      unpackColumn(columns, 1 + valueColumns + i, column);
      return column;
    }),
  };
};
