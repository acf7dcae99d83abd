import { isDeepStrictEqual } from 'node:util';
import { type FamilyKey, familyKeys, familySchemas, usedFamilies } from '@wattline/features';
import type { Spec } from '@wattline/spec';

/** Whether a family has its defaults. */
const isLeftOut = (spec: Spec, key: FamilyKey): boolean => {
  const { success, data } = familySchemas[key].safeParse(undefined);
  return success && isDeepStrictEqual(spec[key], data);
};

/** A value as text, the keys of its maps in the order of the alphabet. */
const canonicalJson = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

/**
 * A spec as text, as far as it decides what is made: without families that make no column and of which it says
 * nothing. So a new family changes no spec's text. The order of value and category columns counts, since it is that of
 * the feature columns; that of other keys does not.
 */
export const specAsUsed = (spec: Spec): string => {
  const used = new Set(usedFamilies(spec).map(({ key }) => key));
  const unused = new Set<string>(familyKeys.filter((key) => !used.has(key) && isLeftOut(spec, key)));
  const kept = Object.entries(spec).filter(([key]) => !unused.has(key));
  const ordered = { values: Object.entries(spec.values), categories: Object.entries(spec.categories) };
  return canonicalJson({
    ...Object.fromEntries(kept),
    values: ordered.values,
    ...(unused.has('categories') ? {} : { categories: ordered.categories }),
  });
};
