import type { SealedLabel } from '../sealed/sealed-transform.ts';

/** The value that a label is less, where it is a difference. */
export interface Reference {
  readonly label: string;
  /** Its column, among those of feature rows. */
  readonly place: number;
  /** How many intervals before the label's it is. */
  readonly steps: number;
}

/** @param steps how many intervals before the label's its origin is */
export const referencesOf = (
  labels: readonly SealedLabel[],
  steps: number,
  places: ReadonlyMap<string, number>,
): Reference[] =>
  labels.flatMap(({ name, column, as, seasonSteps = steps }) =>
    as === 'difference' || as === 'seasonal-difference'
      ? [{ label: name, place: places.get(column) ?? -1, steps: seasonSteps }]
      : [],
  );
