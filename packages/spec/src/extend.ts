const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

// A choice between two forms: half of one and half of the other is neither.
const replaced = new Set(['split']);

/** `own` over `base`: maps are merged, all else replaces, an empty key removes what the base has. */
export const extend = (base: unknown, own: unknown): unknown => {
  if (!isMap(base) || !isMap(own)) {
    return own;
  }
  const merged = new Map(Object.entries(base));
  for (const [key, value] of Object.entries(own)) {
    if (value === null && merged.has(key)) {
      merged.delete(key);
    } else {
      merged.set(key, replaced.has(key) ? value : extend(merged.get(key), value));
    }
  }
  return Object.fromEntries(merged);
};
