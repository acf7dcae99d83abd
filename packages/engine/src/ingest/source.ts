import type { SpecInput } from '@wattline/spec';
import type { DataFrame } from 'nodejs-polars';
import type { Chunk } from './formats/csv/chunks.ts';
import type { SampleTable } from './inspect/columns.ts';
import type { Finding } from './inspect/finding.ts';
import type { Cut, Located, Range, RangeSize } from './range.ts';

/** How a file is written, for its receipt; what a format does not have is absent. */
export interface FoundDialect {
  readonly delimiter?: string;
  readonly decimal?: '.' | ',';
  readonly encoding?: string;
  readonly bom?: boolean;
  readonly lineEnds?: 'LF' | 'CRLF' | 'CR';
  readonly headerLine?: number;
  readonly preambleLines?: number;
}

/** Lines among the rows of a text that are no readings. */
export interface NoReadings {
  /** How comments begin. */
  readonly comment: string | undefined;
  /** Whether the spec says how they do. */
  readonly isCommentGiven?: boolean;
  readonly header: readonly string[];
  readonly units: readonly string[] | undefined;
}

/** Rows as text, in chunks of whole records. */
export interface TextContent {
  readonly kind: 'text';
  /** Line of the first record, 1-based. */
  readonly firstLine: () => number;
  readonly noReadings: NoReadings;
  /**
   * From the first record on, or of one range; may be called again. `line` gives the line on which the next chunk
   * begins; `reordered` asks for the order of the first header where the file has others: of the whole alone.
   */
  readonly chunks: (options: {
    readonly line: () => number;
    readonly reordered: boolean;
    readonly range?: Range | undefined;
  }) => AsyncIterable<Chunk>;
  /** Ranges that cover all records, in the order of the file. Reads it through. */
  readonly cut: (size: RangeSize) => Promise<readonly Range[]>;
  /** Where a text can be read from any offset on. */
  readonly anywhere?: {
    /** Of the text, behind its byte order mark. */
    readonly bytes: number;
    /** The records that begin in a cut. `known`: nothing behind this offset can be read. Reads the cut through. */
    readonly locate: (cut: Cut, known?: number) => Promise<Located>;
  };
}

interface Stretch {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

/** Stretches of a file's rows, in their order, each of which can be read without the bytes of the others. */
export interface RowGroups {
  readonly groups: readonly {
    readonly rows: Stretch;
    readonly bytes: Stretch;
    readonly decodedBytes: number;
  }[];
  /** Bytes that each of them takes besides. */
  readonly ends: readonly Stretch[];
  /** How many rows are looked at before the file is read: the first. */
  readonly lookedAt: number;
}

/** Rows that have their types. */
export interface FrameContent {
  readonly kind: 'frames';
  readonly height: number;
  /** Throws RejectedError where a column cannot serve a purpose ("the timestamps"). */
  readonly refuseUnfit: (index: number, purpose: string) => void;
  /** Rows by rows, of one range or all, the fields wanted alone, called `c0…` by their place; rows are numbered from 1. */
  readonly frames: (
    fields: readonly number[],
    range?: Pick<Range, 'from' | 'to'>,
  ) => AsyncIterable<{ frame: DataFrame; firstRow: number }>;
  /** Where the file has such, and says where they are. */
  readonly rowGroups?: RowGroups | undefined;
}

/** A file that was looked at, and how its rows are read once it is known what they mean. */
export interface Source {
  readonly table: SampleTable;
  readonly found: FoundDialect;
  readonly evidence: readonly Finding[];
  readonly warnings: readonly string[];
  /** The roles of the columns, where the format itself says them; no need to infer then. */
  readonly roles?: SpecInput | undefined;
  readonly content: TextContent | FrameContent;
}
