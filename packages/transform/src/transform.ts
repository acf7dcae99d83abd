import type { FileRow } from './cells/file-rows.ts';
import type { CountedRow, ReadRows, Row } from './cells/read-rows.ts';
import type { EntityHistory } from './history/entity-history.ts';
import type { RegisterState } from './history/usual-steps.ts';
import type { JoinedEntities, JoinedRows } from './joined/joined-series.ts';
import type { TransformJoin } from './joined/joins.ts';
import type { PackedHistory } from './packed/packed-history.ts';
import type { ReadingColumns } from './reading.ts';
import type { ServedRow } from './rows/served-row.ts';
import type { UnscaleOptions } from './rows/unscale.ts';

/** Which rows of a history: that of the interval that holds `at`, or the one that was last to end; and those after it. */
export interface RowQuery {
  readonly at?: number | undefined;
  /** Intervals after the one that was last to end. */
  readonly horizon?: number | undefined;
  /** As training sets have them, or plain features. Default: true. */
  readonly scaled?: boolean | undefined;
  /**
   * As training sets of this horizon have them: `24h`. Then `at` is in the interval that is forecast; without it, the one
   * so long after the interval that was last to end.
   */
  readonly ahead?: string | undefined;
  /**
   * Whose rows they are: needed where the spec's `encodings` name the entity, or where each entity is scaled by itself, unless
   * the rows are plain.
   */
  readonly entity?: string | undefined;
  /** Of the version's joins, what is held of the entities that belong to this one. */
  readonly joined?: JoinedEntities | undefined;
}

/** Makes rows as a sealed version has them, from readings. */
export interface Transform {
  readonly dataset: string;
  readonly version: string;
  readonly scaling: 'minmax' | 'standard' | 'robust' | 'none';
  /** The columns of rows: of training sets, or of plain features; or of rows of a horizon, which have no label. */
  readonly columns: (scaled: boolean, ahead?: string) => readonly string[];
  /** How far ahead rows can be made, as the spec writes it. */
  readonly horizons: readonly string[];
  /** How many intervals before a row its values are made of; and about how long that is, ms. Infinity: all there are. */
  readonly lookback: number;
  readonly lookbackMs: number;
  /** Which other datasets its rows have columns of. */
  readonly joins: readonly TransformJoin[];
  /** Its rows, for versions of other datasets that join them. */
  readonly joinedRows: JoinedRows;
  /** What readings are made of: the entity's column where there is one, and value and category columns in their order. */
  readonly readings: {
    readonly entity: string | undefined;
    readonly values: readonly string[];
    readonly words: readonly string[];
    /** Into how many buckets entities are parted in the stores. */
    readonly buckets: number;
    readonly sameKey: 'add' | 'replace' | undefined;
    /** What an empty cell says of an earlier reading. */
    readonly emptyCells: 'keep' | 'erase' | undefined;
  };
  /**
   * Reads rows as a file of the dataset has them: the readings of each entity, and what is refused.
   *
   * @param count of a dataset of which a row has several readings: told how many each has, before the next is looked at; what
   *   it throws ends the reading
   */
  readonly read: (rows: readonly Row[], entity?: string, count?: (readings: number) => void) => ReadRows;
  /**
   * A row that was read and counts, as a file of the dataset has it: with the columns that are read.
   * @throws RejectedError where no file would be read as it is
   */
  readonly inFile: (row: Row, counted: CountedRow) => FileRow;
  /** Whether other rows of its file decide which instant it is of, as `inFile` writes it. */
  readonly isByFile: (row: Row, counted: CountedRow) => boolean;
  /** Reads rows as `inFile` wrote them. */
  readonly fromFile: (rows: readonly Row[]) => ReadRows;
  /** Holds an entity's readings. */
  readonly history: (options?: {
    /** Whether it has no readings before the first that is added. Default: false. */
    readonly isWhole?: boolean;
    /** Of each register, in the order of the spec, what its whole history shows. */
    readonly registers?: readonly (RegisterState | undefined)[];
    /** What `pack` of it gave: it is opened as it was, whatever `isWhole` says. */
    readonly packed?: PackedHistory;
  }) => EntityHistory;
  /** What `pack` of a history gives that holds these readings, in a fraction of the time. */
  readonly pack: (readings: ReadingColumns, options: { readonly isWhole: boolean }) => PackedHistory;
  readonly rows: (history: EntityHistory, query?: RowQuery) => ServedRow[];
  /**
   * Forgets readings that later rows than that of the interval last to end do not need.
   *
   * @param least some are needed in any case: those of the interval of this instant (ms), and later ones
   */
  readonly trim: (history: EntityHistory, least?: number) => void;
  /** How far a column's values may differ from the sealed ones, as they are served; 0: in no bit. */
  readonly tolerance: (column: string, scaled: boolean, ahead?: string) => number;
  /**
   * A scaled value, or a model's prediction of one, in its own unit; of a label of a horizon too. Columns of rows of a horizon
   * are scaled otherwise than those of the same name of rows of their own interval: they need `ahead`.
   *
   * @throws RejectedError where there is no such column
   */
  readonly unscale: (column: string, value: number, options?: UnscaleOptions) => number;
  /**
   * A model's prediction of a label in the unit of its column, whatever the label is: its scale and its logarithm or power
   * undone, and what a difference is of added back. null where that is null.
   *
   * @param row the row that the prediction is of, as it was served
   * @throws RejectedError where there is no such label, where it is a difference and the row does not say of what, or where
   * each entity is scaled by itself and it does not say whose it is
   */
  readonly invert: (
    label: string,
    prediction: number,
    row?: Pick<ServedRow, 'references' | 'entity'>,
  ) => number | null;
}
