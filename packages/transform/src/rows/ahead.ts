import { RejectedError } from '@wattline/errors';
import type { SealedTransform } from '../sealed/sealed-transform.ts';
import { type Encoder, encodersOf } from './encode.ts';
import { type Reference, referencesOf } from './references.ts';
import { createScaler, type ScalerOf } from './scales.ts';

/** How the rows of a horizon are made of feature rows. */
export interface Ahead {
  /** How many intervals the label's is after the origin's. */
  readonly steps: number;
  /** Of labels that are differences: what they are less than. */
  readonly references: readonly Reference[];
  /** Features, in the order of training sets. */
  readonly columns: readonly {
    readonly name: string;
    /** Among the columns of feature rows. */
    readonly place: number;
    readonly ofLabel: boolean;
    /** Among the scales; -1 where it passes as it is. */
    readonly scale: number;
  }[];
  /** After them. */
  readonly encoders: readonly Encoder[];
  readonly names: readonly string[];
  readonly scaler: ScalerOf;
}

/** The horizons of a version, by name. */
export const horizonsOf = (
  sealed: SealedTransform,
  places: ReadonlyMap<string, number>,
): ReadonlyMap<string, Ahead> => {
  const { columns = [], horizons: list = [] } = sealed.horizons ?? {};
  return new Map(
    list.map(({ horizon, steps, labels, encodings = [], ...fitted }) => {
      const scaler = createScaler(fitted.scaler);
      const own = columns.map(({ name, of }) => ({
        name,
        place: places.get(name) ?? -1,
        ofLabel: of === 'label',
        scale: scaler.placeOf('feature', name),
      }));
      const encoders = encodersOf(encodings, sealed, places);
      const names = [...own, ...encoders].map(({ name }) => name);
      const references = referencesOf(labels, steps, places);
      return [horizon, { steps, references, columns: own, encoders, names, scaler }];
    }),
  );
};

/** @throws RejectedError where the version has no such horizon */
export const aheadNamed = (horizons: ReadonlyMap<string, Ahead>, name: string, dataset: string): Ahead => {
  const found = horizons.get(name);
  if (found !== undefined) return found;
  const known = [...horizons.keys()];
  throw new RejectedError('HORIZON_UNKNOWN', `Rows of ${dataset} are not made ${name} ahead`, {
    place: { value: name },
    remedy:
      known.length === 0
        ? 'Write target.horizons in its wattline.yaml, and replay a run'
        : `Ask for one of ${known.join(', ')}`,
  });
};
