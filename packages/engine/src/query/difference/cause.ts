import type { Spec } from '@wattline/spec';
import type { RowChange } from './row-change.ts';

/** Kept readings of an upload that one of two versions has, or what a deletion takes out. */
export interface Cause<File> {
  /** How it was read; undefined of a deletion. */
  readonly spec?: Spec;
  /** Value and category columns that it has. */
  readonly columns?: readonly string[];
  readonly files: readonly { readonly bucket: number; readonly rows?: number; readonly file: File }[];
  /** Of which line of the upload each reading is, in the order of the files and of their rows. */
  readonly lines?: File | undefined;
  readonly deletes?: {
    readonly entity?: string | undefined;
    readonly fromMs?: number | undefined;
    readonly toMs?: number | undefined;
  };
}

/** Lends files of kept readings while `work` runs. */
export type UseReadings<File> = <Result>(
  files: readonly File[],
  work: (paths: readonly string[]) => Promise<Result>,
) => Promise<Result>;

/**
 * How a row came to change through an upload: it has readings in the row's interval; before it, as far as a column looks
 * back; of the series, elsewhere (what a register counted, the step by which readings come); or none of the series.
 */
type Through = 'interval' | 'lookback' | 'series' | 'dataset';

export interface RowCause {
  /** Which of the causes. */
  readonly upload: number;
  readonly through: Through;
  /** The last of the upload's readings that the row depends on; a deletion has none. */
  readonly reading?: string;
  /** The line of the upload that has it, where that is known. */
  readonly line?: number;
}

export type AttributedChange = Omit<RowChange, 'cells'> & {
  readonly by: readonly RowCause[];
  readonly cells: readonly (RowChange['cells'][number] & {
    /** Which of the causes, where not all of the row's; none where it is of other datasets alone. */
    readonly by?: readonly number[];
  })[];
};
