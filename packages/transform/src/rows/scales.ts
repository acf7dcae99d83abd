import { RejectedError } from '@wattline/errors';
import type { ColumnScaling, SealedScaler } from '../sealed/sealed-transform.ts';

/** What numbers are scaled by: `(x − offset) · factor + base`, in that order where bits matter. */
export interface Scales {
  readonly offset: Float64Array;
  readonly scale: Float64Array;
  /** 1 / scale. */
  readonly factor: Float64Array;
  readonly base: Float64Array;
}

/** How the columns of a training set are scaled: those of all entities alike, or of each by itself. */
export interface ScalerOf {
  /** Of a column, its place among the scales; -1 where it passes as it is. */
  readonly placeOf: (role: 'feature' | 'target', name: string) => number;
  /** @throws RejectedError where it matters whose they are, and nobody says it */
  readonly of: (entity: string | undefined) => Scales;
  /** The least factor by which a column is divided, of any entity. */
  readonly leastScale: (place: number) => number;
}

const BYTES = 8;

/** Float64, little-endian, of base64. */
const numbersOf = (text: string): Float64Array => {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  return Float64Array.from({ length: bytes.length / BYTES }, (_, i) => view.getFloat64(i * BYTES, true));
};

const entityNeeded = (): RejectedError =>
  new RejectedError('ENTITY_NEEDED', 'Each entity is scaled by itself, and the call does not say which', {
    remedy: 'Name the entity: rows(history, { entity }), unscale(column, value, { entity })',
  });

export const createScaler = ({ features, targets, entities }: SealedScaler): ScalerOf => {
  const columns: readonly ColumnScaling[] = [...features, ...targets];
  const places = {
    feature: new Map(features.map(({ name }, i) => [name, i])),
    target: new Map(targets.map(({ name }, i) => [name, features.length + i])),
  };
  const all: Scales = {
    offset: Float64Array.from(columns, ({ offset }) => offset),
    scale: Float64Array.from(columns, ({ scale }) => scale),
    factor: Float64Array.from(columns, ({ scale }) => 1 / scale),
    base: Float64Array.from(columns, ({ base }) => base),
  };
  const placeOf: ScalerOf['placeOf'] = (role, name) => places[role].get(name) ?? -1;
  if (entities === undefined)
    return { placeOf, of: () => all, leastScale: (place) => columns[place]?.scale ?? 1 };
  const texts = new Map(entities.fitted.map((one) => [one.entity, one]));
  const scalesOf = (own: (typeof entities.fitted)[number]): Scales => {
    // In what an entity had no value, it is scaled as all are.
    const offset = numbersOf(own.offset).map((one, i) => (Number.isNaN(one) ? (all.offset[i] ?? 0) : one));
    const scale = numbersOf(own.scale).map((one, i) => (Number.isNaN(one) ? (all.scale[i] ?? 1) : one));
    return { offset, scale, factor: scale.map((one) => 1 / one), base: all.base };
  };
  const known = new Map<string, Scales>();
  return {
    placeOf,
    of: (entity) => {
      if (entity === undefined) throw entityNeeded();
      const found = known.get(entity);
      if (found !== undefined) return found;
      const text = texts.get(entity);
      if (text === undefined) return all;
      const scales = scalesOf(text);
      known.set(entity, scales);
      return scales;
    },
    leastScale: (place) =>
      entities.fitted.reduce((least, { scale }) => {
        const own = numbersOf(scale)[place] ?? Number.NaN;
        return Number.isNaN(own) ? least : Math.min(least, own);
      }, columns[place]?.scale ?? 1),
  };
};

/** A value as training sets have it: the same bits as theirs. */
export const scaledBy = ({ offset, factor, base }: Scales, place: number, value: number): number =>
  (value - (offset[place] ?? 0)) * (factor[place] ?? 1) + (base[place] ?? 0);

/** A scaled value, or a model's prediction of one, in its own unit. */
export const unscaledBy = ({ offset, scale, base }: Scales, place: number, value: number): number =>
  (value - (base[place] ?? 0)) * (scale[place] ?? 1) + (offset[place] ?? 0);
