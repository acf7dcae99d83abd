import type { Value } from '@wattline/features';
import type { EntityHistory } from '../history/entity-history.ts';
import type { Calendar } from '../times/calendar.ts';
import type { Ahead } from './ahead.ts';
import type { RowOptions } from './own-rows.ts';
import type { RowMaker } from './row-maker.ts';
import { scaledBy } from './scales.ts';
import type { ServedRow } from './served-row.ts';
import { withEncoded } from './with-encoded.ts';

/** Makes rows of horizons: each of that of its label's interval, and of that of its origin. */
export const createAheadRows = ({
  make,
  calendar,
  availableAfter,
}: {
  readonly make: RowMaker;
  readonly calendar: Calendar;
  readonly availableAfter: number;
}) => {
  const referencesAt = (
    history: EntityHistory,
    index: number,
    { steps: own, references }: Ahead,
    origin: readonly Value[],
  ): Record<string, number | null> => {
    const known = new Map([[own, origin]]);
    return Object.fromEntries(
      references.map(({ label, place, steps }) => {
        const values = known.get(steps) ?? make(history, index - steps).values;
        known.set(steps, values);
        return [label, values[place] ?? null];
      }),
    );
  };
  return (
    history: EntityHistory,
    index: number,
    { isScaled, entity, joined: others, ahead }: RowOptions & { readonly ahead: Ahead },
  ): ServedRow => {
    const scales = isScaled ? ahead.scaler.of(entity) : undefined;
    const label = make(history, index, others);
    const origin = make(history, index - ahead.steps, others);
    const values = ahead.columns.map(({ place, ofLabel, scale }): Value => {
      const value = (ofLabel ? label : origin).values[place] ?? null;
      return value === null || scales === undefined || scale < 0 ? value : scaledBy(scales, scale, value);
    });
    const held =
      label.history === undefined && origin.history === undefined
        ? undefined
        : ahead.columns.map(
            ({ place, ofLabel }) => (ofLabel ? label : origin).history?.[place] ?? ('complete' as const),
          );
    const at = calendar.startOf(index);
    const row = {
      at,
      origin: calendar.startOf(index - ahead.steps),
      ...(entity !== undefined && { entity }),
      ...(ahead.references.length > 0 && { references: referencesAt(history, index, ahead, origin.values) }),
      availableAt: calendar.startOf(index - ahead.steps + 1) + availableAfter,
      values,
      history: held?.every((one) => one === 'complete') ? undefined : held,
    };
    if (!isScaled) return row;
    const encoded = ahead.encoders.map(({ name, row: of, encode }) => {
      const { values: plain, history: known } = of === 'origin' ? origin : label;
      return { name, ...encode({ entity, at, values: plain, history: known }) };
    });
    return withEncoded(row, ahead.columns.length, encoded);
  };
};
