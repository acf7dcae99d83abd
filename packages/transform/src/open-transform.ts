import { RejectedError } from '@wattline/errors';
import { durationMs, maxLookback, type Value } from '@wattline/features';
import { createFileRows, type FileRow } from './cells/file-rows.ts';
import { type CountedRow, createRowReader, type ReadRows, type Row } from './cells/read-rows.ts';
import { createEntityHistory, type EntityHistory } from './history/entity-history.ts';
import { createKit } from './history/kit.ts';
import type { RegisterState } from './history/usual-steps.ts';
import type { PackedHistory } from './packed/packed-history.ts';
import { featureColumns, trainingColumns } from './rows/columns.ts';
import { type ColumnHistory, createRowMaker } from './rows/row-maker.ts';
import { createScale, unscaled } from './rows/scale.ts';
import { tolerances } from './rows/tolerances.ts';
import { parseSealed } from './sealed/sealed-transform.ts';

/** One row of one entity. */
export interface ServedRow {
  /** The start of its interval, ms since 1970, UTC. */
  readonly at: number;
  /** In the order of the columns; null where there is none, or cannot be known yet. */
  readonly values: readonly Value[];
  /** Of each column; undefined where all are complete. */
  readonly history: readonly ColumnHistory[] | undefined;
}

/** Which rows of a history: that of the interval that holds `at`, or the one that was last to end; and those after it. */
export interface RowQuery {
  readonly at?: number | undefined;
  /** Intervals after the one that was last to end. */
  readonly horizon?: number | undefined;
  /** As training sets have them, or plain features. Default: true. */
  readonly scaled?: boolean | undefined;
}

/** Makes rows as a sealed version has them, from readings. */
export interface Transform {
  readonly dataset: string;
  readonly version: string;
  readonly scaling: 'minmax' | 'standard' | 'robust' | 'none';
  /** The columns of rows: of training sets, or of plain features. */
  readonly columns: (scaled: boolean) => readonly string[];
  /** How many intervals before a row its values are made of; and about how long that is, ms. Infinity: all there are. */
  readonly lookback: number;
  readonly lookbackMs: number;
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
  /** Reads rows as a file of the dataset has them: the readings of each entity, and what is refused. */
  readonly read: (rows: readonly Row[], entity?: string) => ReadRows;
  /**
   * A row that was read and counts, as a file of the dataset has it: with the columns that are read.
   * @throws RejectedError where no file would be read as it is
   */
  readonly inFile: (row: Row, counted: CountedRow) => FileRow;
  /** Holds an entity's readings. */
  readonly history: (options?: {
    /** Whether it has no readings before the first that is added. Default: false. */
    readonly isWhole?: boolean;
    /** Of each register, in the order of the spec, what its whole history shows. */
    readonly registers?: readonly (RegisterState | undefined)[];
    /** What `pack` of it gave: it is opened as it was, whatever `isWhole` says. */
    readonly packed?: PackedHistory;
  }) => EntityHistory;
  readonly rows: (history: EntityHistory, query?: RowQuery) => ServedRow[];
  /** Forgets readings that later rows than that of the interval last to end do not need. */
  readonly trim: (history: EntityHistory) => void;
  /** How far a column's values may differ from the sealed ones, as they are served; 0: in no bit. */
  readonly tolerance: (column: string, scaled: boolean) => number;
  /** A scaled value, or a model's prediction of one, in its own unit. */
  readonly unscale: (column: string, value: number) => number;
}

/**
 * Opens a sealed version.
 *
 * @param preprocessor the content of its `preprocessor.json`
 * @throws RejectedError where it cannot be read, or its rows cannot be made from readings alone
 */
export const openTransform = (preprocessor: unknown): Transform => {
  const sealed = parseSealed(preprocessor);
  const { spec, dataset, version, scaler } = sealed;
  if (
    spec.time.cadences === 'own' &&
    (spec.coverage || Object.values(spec.values).some(({ kind }) => kind === 'total'))
  )
    throw new RejectedError(
      'OWN_STEPS_NOT_SERVED',
      `By which step each series comes shows in its whole history: rows of ${dataset} cannot be made from its last readings`,
      { remedy: 'Set time.cadences: one with time.cadence, or leave out coverage and columns of kind total' },
    );
  const kit = createKit(spec);
  const columns = featureColumns(sealed);
  const training = trainingColumns(columns);
  const places = new Map(columns.map(({ name }, place) => [name, place]));
  const scaled = training.map(({ name, scaling }) => ({
    place: places.get(name) ?? -1,
    scale: scaling === undefined ? undefined : createScale(scaling),
  }));
  const names = { scaled: training.map(({ name }) => name), plain: columns.map(({ name }) => name) };
  const make = createRowMaker(kit, columns);
  const lookback = maxLookback(spec);
  const tolerated = tolerances(spec);
  const rowAt = (history: EntityHistory, index: number, isScaled: boolean): ServedRow => {
    const { values, history: held } = make(history, index);
    const at = kit.calendar.startOf(index);
    if (!isScaled) return { at, values, history: held };
    const row = new Array<Value>(scaled.length);
    for (let i = 0; i < scaled.length; i += 1) {
      const one = scaled[i];
      const value = values[one?.place ?? -1] ?? null;
      row[i] = value === null || one?.scale === undefined ? value : one.scale(value);
    }
    return { at, values: row, history: held && scaled.map(({ place }) => held[place] ?? 'missing') };
  };
  return {
    dataset,
    version,
    scaling: scaler.method,
    columns: (isScaled) => (isScaled ? names.scaled : names.plain),
    lookback,
    lookbackMs: (lookback + 2) * durationMs(spec.interval),
    readings: {
      entity: spec.entity,
      values: kit.valueNames,
      words: kit.wordNames,
      buckets: spec.partition.entityBuckets ?? (spec.entity === undefined ? 1 : 16),
      sameKey: spec.sameKey,
      emptyCells: spec.emptyCells,
    },
    read: createRowReader(spec, kit.clock),
    inFile: createFileRows(spec),
    history: ({ isWhole = false, registers = [], packed } = {}) =>
      createEntityHistory(kit, { isWhole: packed?.isWhole ?? isWhole, states: registers, packed }),
    rows: (history, { at, horizon, scaled: isScaled = true } = {}) => {
      history.settle();
      const open = history.openFrom();
      if (horizon !== undefined)
        return Array.from({ length: horizon }, (_, i) => rowAt(history, open + i, isScaled));
      return [rowAt(history, at === undefined ? open - 1 : kit.calendar.indexOf(at), isScaled)];
    },
    trim: (history) => history.trim(history.openFrom() - lookback - 1),
    tolerance: (column, isScaled) => {
      const plain = tolerated.get(column) ?? 0;
      const scaling = isScaled ? columns.find(({ name }) => name === column)?.scaling : undefined;
      return scaling === undefined ? plain : plain / scaling.scale;
    },
    unscale: (column, value) => {
      const scaling = columns.find(({ name }) => name === column)?.scaling;
      return scaling === undefined ? value : unscaled(scaling, value);
    },
  };
};
