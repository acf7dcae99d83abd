import { RejectedError } from '@wattline/errors';
import type { Encoding, SealedTransform } from '../sealed/sealed-transform.ts';
import { type Ahead, aheadNamed } from './ahead.ts';
import type { RowColumn } from './columns.ts';
import type { LabelBack } from './labels.ts';
import { type ScalerOf, unscaledBy } from './scales.ts';

/** Of which row a value is. */
export interface UnscaleOptions {
  /** Whose it is, where each entity is scaled by itself. */
  readonly entity?: string | undefined;
  /** Of a row of a horizon, which is scaled by the numbers of that horizon's training rows: `24h`. */
  readonly ahead?: string | undefined;
}

/** By name, what scales encoded columns; undefined where nothing does. */
const encodedOf = (encodings: readonly Encoding[] = []): ReadonlyMap<string, Encoding['scaling']> =>
  new Map(encodings.map(({ name, scaling }) => [name, scaling]));

const unknown = (name: string, dataset: string, ahead: string | undefined): RejectedError =>
  new RejectedError(
    'COLUMN_UNKNOWN',
    `Rows of ${dataset}${ahead === undefined ? '' : ` ${ahead} ahead`} have no column ${name}, and it is no label`,
    {
      place: { column: name },
      remedy: `Name one of columns(true${ahead === undefined ? '' : `, '${ahead}'`}), or a label of manifest.json`,
    },
  );

/** Gives scaled values back in their unit: of labels, of rows of their own interval and of those of horizons. */
export const createUnscale = ({
  sealed,
  columns,
  scaler,
  horizons,
  labels,
  scaleOf,
}: {
  readonly sealed: SealedTransform;
  readonly columns: readonly RowColumn[];
  readonly scaler: ScalerOf;
  readonly horizons: ReadonlyMap<string, Ahead>;
  readonly labels: ReadonlyMap<string, LabelBack>;
  /** Of a column of rows of their own interval, its place among the scales. */
  readonly scaleOf: (column: RowColumn) => number;
}): ((name: string, value: number, options?: UnscaleOptions) => number) => {
  const places = new Map(columns.map((column) => [column.name, scaleOf(column)]));
  const sealedHorizons = sealed.horizons?.horizons ?? [];
  const encodedAhead = new Map(
    sealedHorizons.map(({ horizon, encodings }) => [horizon, encodedOf(encodings)]),
  );
  // Those that rows of their own interval do not have: targets of horizons are encoded in their rows alone.
  const encoded = new Map([
    ...[...encodedAhead.values()].flatMap((some) => [...some]),
    ...encodedOf(sealed.encodings),
  ]);
  return (name, value, { entity, ahead: horizon } = {}) => {
    const label = labels.get(name);
    if (label !== undefined) return label.plain(value, entity);
    const ahead = horizon === undefined ? undefined : aheadNamed(horizons, horizon, sealed.dataset);
    const encodings = horizon === undefined ? encoded : encodedAhead.get(horizon);
    const scaling = encodings?.get(name);
    if (scaling !== undefined) return (value - scaling.base) * scaling.scale + scaling.offset;
    if (encodings?.has(name)) return value;
    const place =
      ahead === undefined ? places.get(name) : ahead.columns.find((one) => one.name === name)?.scale;
    if (place === undefined) throw unknown(name, sealed.dataset, horizon);
    return place < 0 ? value : unscaledBy((ahead?.scaler ?? scaler).of(entity), place, value);
  };
};
