const PLAIN = /^[\p{L}\p{M}\p{Nd}_]+$/u;
const NOT_PLAIN = /[^\p{L}\p{M}\p{Nd}_]+/u;

/** `Wirkleistung [kW]` → `Wirkleistung_kW`; `m³` → `m3`. A name without a letter or digit is called `other`. */
const plainOf = (name: string, other: string): string =>
  name
    .normalize('NFKC')
    .split(NOT_PLAIN)
    .filter((part) => part !== '')
    .join('_') || other;

/**
 * Names of letters, digits and `_`, which every tool takes (LightGBM refuses brackets, Delta refuses blanks). A name that
 * has no other characters stays as it is; of two that would be the same, the later one has a number. So a name that is
 * added at the end, as a dataset's further columns are, changes none of those before.
 *
 * @param other what a name without a letter or digit is called
 */
export const plainNames = (names: readonly string[], other = 'column'): ReadonlyMap<string, string> => {
  const taken = new Set<string>();
  const found = new Map<string, string>();
  for (const name of names) {
    if (found.has(name)) continue;
    const plain = PLAIN.test(name) ? name : plainOf(name, other);
    let own = plain;
    for (let number = 2; taken.has(own); number += 1) own = `${plain}_${number}`;
    taken.add(own);
    found.set(name, own);
  }
  return found;
};
