import type { Missing } from '@wattline/cells';
import pl, { type DataFrame } from 'nodejs-polars';
import { entityBucket } from '../../entity-bucket.ts';
import { BUCKET, CODE } from './fields.ts';

/** Numbers for entities while they are sorted into buckets, so that text is moved about once. */
export interface EntityNames {
  /** By their codes, in the order in which they were met. */
  readonly names: () => readonly string[];
  readonly name: (code: number) => string;
  /** Of the entities that have their readings in a bucket; where there are no entities, a single one. */
  readonly codesIn: (bucket: number) => number[];
}

export interface Entities extends EntityNames {
  /** Columns `raw`, `__code` (UInt32) and `__bucket` (UInt32) for a column of distinct raw names; missing ones have null codes. */
  readonly look: (distinct: readonly unknown[]) => { table: DataFrame; missing: boolean };
}

/** `known`: names that have codes already, by these. */
export const createCodes = (
  buckets: number,
  known: readonly string[] = [],
): EntityNames & {
  readonly code: (name: string) => number;
  readonly bucket: (code: number) => number;
} => {
  const codes = new Map(known.map((name, code) => [name, code]));
  const names = [...known];
  const bucketOf = known.map((name) => entityBucket(name, buckets));
  return {
    code: (name) => {
      const known = codes.get(name);
      if (known !== undefined) {
        return known;
      }
      codes.set(name, names.length);
      bucketOf.push(entityBucket(name, buckets));
      return names.push(name) - 1;
    },
    bucket: (code) => bucketOf[code] ?? 0,
    names: () => names,
    name: (code) => names[code] ?? '',
    codesIn: (bucket) =>
      names.length === 0 ? [0] : [...names.keys()].filter((code) => bucketOf[code] === bucket),
  };
};

const typed = (raw: unknown[], code: (number | null)[], bucket: (number | null)[]): DataFrame =>
  pl.DataFrame(
    { raw, [CODE]: code, [BUCKET]: bucket },
    { schema: { raw: pl.String, [CODE]: pl.UInt32, [BUCKET]: pl.UInt32 } },
  );

export const createEntities = (buckets: number, missing: Missing): Entities => {
  const codes = createCodes(buckets);
  // Most chunks have the entities of the one before.
  let last = typed([], [], []);
  let seen: ReadonlySet<unknown> = new Set();
  return {
    names: codes.names,
    name: codes.name,
    codesIn: codes.codesIn,
    look: (distinct) => {
      if (distinct.length > 0 && distinct.every((name) => seen.has(name))) {
        return { table: last, missing: false };
      }
      const raw = distinct.filter((name) => typeof name === 'string');
      const trimmed = raw.map((name) => name.trim());
      const found = trimmed.map((name) =>
        missing.words.includes(name.toLowerCase()) ? null : codes.code(name),
      );
      const table = typed(
        raw,
        found,
        found.map((code) => (code === null ? null : codes.bucket(code))),
      );
      const incomplete = raw.length < distinct.length || found.includes(null);
      if (!incomplete) {
        last = table;
        seen = new Set(raw);
      }
      return { table, missing: incomplete };
    },
  };
};

/** The entities of several ranges as one, and for each range these codes by its own. */
export const joinEntities = (
  ranges: readonly EntityNames[],
  buckets: number,
): { readonly entities: EntityNames; readonly recodings: readonly (readonly number[])[] } => {
  const entities = createCodes(buckets);
  return { entities, recodings: ranges.map((range) => range.names().map(entities.code)) };
};
