import { sha256 } from '@wattline/hash';
import type { Spec } from '@wattline/spec';
import { bucketsOf, entityBucket } from '../../entity-bucket.ts';
import type { Deleted, DeletedRows } from './layers.ts';

/** An upload's kept readings, as far as they decide what is joined. */
export interface UploadPieces {
  readonly readings: readonly { readonly bucket: number; readonly period: string; readonly sha256: string }[];
  /** Value and category columns that it has. */
  readonly columns: readonly string[];
}

/** The readings of one bucket in one period, of all layers together. */
export interface PlannedPiece {
  readonly bucket: number;
  readonly period: string;
  /** Names all that its bytes follow from. */
  readonly key: string;
  /** The layers that have readings there, or delete some of them: by their index, in their order. */
  readonly layers: readonly number[];
  /** The key that a piece of the first of these layers alone would have. */
  readonly keyOf: (layers: number) => string;
  /** The layer whose file is the piece, where nothing is to be joined. */
  readonly asIs?: number;
}

/** Of the rows and columns of pieces: another number makes all pieces again. */
const FORMAT = 1;

/** Clocks are at most so far from UTC. */
const HOURS = 3_600_000 * 36;

/** A local year, month or day with room on both sides, UTC ms. */
const boundsOf = (period: string): { from: number; until: number } => {
  const [year = 0, month, day] = period.split('-').map(Number);
  const first = Date.UTC(year, (month ?? 1) - 1, day ?? 1);
  const next =
    month === undefined
      ? Date.UTC(year + 1, 0)
      : Date.UTC(year, day === undefined ? month : month - 1, day === undefined ? 1 : day + 1);
  return { from: first - HOURS, until: next + HOURS };
};

const mayDelete = (
  { entity, fromMs, toMs }: Deleted,
  { bucket, period }: Pick<PlannedPiece, 'bucket' | 'period'>,
  buckets: number,
): boolean => {
  const { from, until } = boundsOf(period);
  return (
    (entity === undefined || entityBucket(entity, buckets) === bucket) &&
    (fromMs === undefined || fromMs < until) &&
    (toMs === undefined || toMs > from)
  );
};

const isSame = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((name, i) => name === b[i]);

/**
 * The pieces of which the readings of a dataset consist, in the order of buckets and periods. Undefined where readings
 * cannot be joined piece by piece: what a register counted follows from the reading before, wherever that is, and
 * readings of long ago were not kept by period. Pure.
 *
 * @param layers in the order in which they count
 */
export const planPieces = (
  spec: Spec,
  layers: readonly (UploadPieces | DeletedRows)[],
): PlannedPiece[] | undefined => {
  if (Object.values(spec.values).some(({ kind }) => kind === 'register')) return undefined;
  const columns = [...Object.keys(spec.values), ...Object.keys(spec.categories)];
  const buckets = bucketsOf(spec);
  const found = new Map<string, { bucket: number; period: string; layers: number[]; parts: unknown[] }>();
  for (const [index, layer] of layers.entries()) {
    if ('deletes' in layer) {
      const { entity = null, fromMs = null, toMs = null } = layer.deletes;
      for (const piece of found.values()) {
        if (!mayDelete(layer.deletes, piece, buckets)) continue;
        piece.layers.push(index);
        piece.parts.push([entity, fromMs, toMs]);
      }
      continue;
    }
    const lacks = columns.filter((name) => !layer.columns.includes(name));
    for (const { bucket, period, sha256: hash } of layer.readings) {
      if (period === '') return undefined;
      const name = `${bucket} ${period}`;
      const piece = found.get(name) ?? { bucket, period, layers: [], parts: [] };
      found.set(name, piece);
      piece.layers.push(index);
      piece.parts.push([hash, lacks]);
    }
  }
  const shared = [FORMAT, spec.entity ?? null, Object.keys(spec.values), Object.keys(spec.categories)];
  return [...found.values()]
    .sort((a, b) => a.bucket - b.bucket || (a.period < b.period ? -1 : 1))
    .map(({ bucket, period, layers: own, parts }) => {
      const keyOf = (count: number): string =>
        sha256(JSON.stringify([...shared, count === 1 ? null : spec.emptyCells, parts.slice(0, count)]));
      const key = keyOf(parts.length);
      const [only, ...others] = own;
      const layer = only === undefined ? undefined : layers[only];
      const isAsIs =
        others.length === 0 && layer !== undefined && !('deletes' in layer) && isSame(layer.columns, columns);
      return { bucket, period, key, layers: own, keyOf, ...(isAsIs && only !== undefined && { asIs: only }) };
    });
};
