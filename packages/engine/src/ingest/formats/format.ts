import type { Spec } from '@wattline/spec';
import type { Input } from '../input.ts';
import type { Source } from '../source.ts';

export interface OpenOptions {
  /** Where it names columns, the header is found by them. */
  readonly spec?: Spec | undefined;
  /** Bytes of text in memory at a time, about. */
  readonly chunkBytes: number;
}

/** A file format: one folder of `formats/` and one line of its registry. What loads Polars is imported by `open` alone. */
export interface Format {
  /** As receipts name it. */
  readonly key: string;
  /** As help, page and errors name it. */
  readonly label: string;
  /** Lower case, with the dot; the first is the usual one. */
  readonly endings: readonly string[];
  readonly mediaTypes: readonly string[];
  /** Whether a file that begins with these bytes (4 KB, unpacked) is of this format. */
  readonly detect: (head: Uint8Array) => boolean;
  /** Whether the first part of a file says what is in it. */
  readonly previewsFromHead: boolean;
  /** Looks at the file. Throws RejectedError where it cannot be read. */
  readonly open: (input: Input, options: OpenOptions) => Promise<Source>;
}
