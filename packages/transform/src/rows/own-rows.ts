import type { Value } from '@wattline/features';
import type { EntityHistory } from '../history/entity-history.ts';
import type { JoinedEntities } from '../joined/joined-series.ts';
import type { Calendar } from '../times/calendar.ts';
import type { Encoder } from './encode.ts';
import type { RowMaker } from './row-maker.ts';
import { type ScalerOf, scaledBy } from './scales.ts';
import type { ServedRow } from './served-row.ts';
import { withEncoded } from './with-encoded.ts';

export interface RowOptions {
  readonly isScaled: boolean;
  readonly entity: string | undefined;
  readonly joined: JoinedEntities | undefined;
}

/** A column of training sets: its place among those of feature rows, and among the scales; -1 where it passes as it is. */
export interface TrainedColumn {
  readonly place: number;
  readonly scale: number;
}

/** Makes rows of their own interval. */
export const createOwnRows =
  ({
    make,
    calendar,
    availableAfter,
    trained: scaled,
    features,
    encoders,
    scaler,
  }: {
    readonly make: RowMaker;
    readonly calendar: Calendar;
    readonly availableAfter: number;
    readonly trained: readonly TrainedColumn[];
    /** How many of them are features: encoded ones come after these. */
    readonly features: number;
    readonly encoders: readonly Encoder[];
    readonly scaler: ScalerOf;
  }) =>
  (history: EntityHistory, index: number, { isScaled, entity, joined: others }: RowOptions): ServedRow => {
    const { values, history: held } = make(history, index, others);
    const at = calendar.startOf(index);
    const availableAt = calendar.startOf(index + 1) + availableAfter;
    const whose = entity === undefined ? {} : { entity };
    if (!isScaled) return { at, ...whose, availableAt, values, history: held };
    const scales = scaler.of(entity);
    const row = new Array<Value>(scaled.length);
    for (let i = 0; i < scaled.length; i += 1) {
      const one = scaled[i];
      const value = values[one?.place ?? -1] ?? null;
      row[i] =
        value === null || one === undefined || one.scale < 0 ? value : scaledBy(scales, one.scale, value);
    }
    const made = {
      at,
      ...whose,
      availableAt,
      values: row,
      history: held && scaled.map(({ place }) => held[place] ?? 'missing'),
    };
    const plain = { entity, at, values, history: held };
    return withEncoded(
      made,
      features,
      encoders.map(({ name, encode }) => ({ name, ...encode(plain) })),
    );
  };
