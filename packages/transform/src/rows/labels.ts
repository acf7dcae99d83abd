import { RejectedError } from '@wattline/errors';
import type { SealedLabel, SealedTransform } from '../sealed/sealed-transform.ts';
import type { Ahead } from './ahead.ts';
import { unscaledBy } from './scales.ts';

/** A label of a horizon, and how predictions of it are given back. */
export interface LabelBack {
  /** Whether it is what is to be added to a reference. */
  readonly isDifference: boolean;
  /** In the unit of its column; of a difference, that difference. */
  readonly plain: (prediction: number, entity: string | undefined) => number;
}

/** Undoes Box-Cox. Beyond what any number gives: NaN. */
const unpowered = (lambda: number, value: number): number =>
  lambda === 0 ? Math.exp(value) : Math.exp(Math.log1p(lambda * value) / lambda);

const undone = ({ name, as, lambda }: SealedLabel): ((value: number) => number) => {
  if (as === 'log1p') return Math.expm1;
  if (as !== 'box-cox') return (value) => value;
  if (lambda === undefined)
    throw new RejectedError('PREPROCESSOR_UNREADABLE', `The preprocessor says no lambda of ${name}`, {
      remedy: 'Give the content of preprocessor.json of a sealed version, as JSON',
    });
  return (value) => unpowered(lambda, value);
};

/** The labels of all horizons, by name. */
export const labelsOf = (
  { horizons }: SealedTransform,
  aheads: ReadonlyMap<string, Ahead>,
): ReadonlyMap<string, LabelBack> =>
  new Map(
    (horizons?.horizons ?? []).flatMap(({ horizon, labels }) =>
      labels.map((label) => {
        const { name, as } = label;
        const scaler = aheads.get(horizon)?.scaler;
        const place = scaler?.placeOf('target', name) ?? -1;
        const back = undone(label);
        const plain: LabelBack['plain'] = (value, entity) =>
          back(scaler === undefined || place < 0 ? value : unscaledBy(scaler.of(entity), place, value));
        return [name, { isDifference: as === 'difference' || as === 'seasonal-difference', plain }] as const;
      }),
    ),
  );

/** @throws RejectedError where the row does not say what a difference is to be added to */
export const referenceMissing = (label: string): RejectedError =>
  new RejectedError('REFERENCE_MISSING', `${label} is a difference, and the row does not say of what`, {
    place: { column: label },
    remedy: `Give the row that the prediction is of, as it was served, or { references: { ${label}: value } }`,
  });
