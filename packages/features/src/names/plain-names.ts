const PLAIN = /^[\p{L}\p{M}\p{Nd}_]+$/u;
const NOT_PLAIN = /[^\p{L}\p{M}\p{Nd}_]+/u;

/** `Wirkleistung [kW]` → `Wirkleistung_kW`; `m³` → `m3`. Empty for a name without a letter or digit. */
const lettersOf = (name: string): string =>
  name
    .normalize('NFKC')
    .split(NOT_PLAIN)
    .filter((part) => part !== '')
    .join('_');

/** What tells a name from others of the same letters: the code points of its signs, `[kW]` → `5b_5d`. */
const signsOf = (name: string): string =>
  [...name]
    .filter((character) => !PLAIN.test(character))
    .map((sign) => sign.codePointAt(0)?.toString(16))
    .join('_') || 'plain';

/**
 * Names of letters, digits and `_`, which every tool takes (LightGBM refuses brackets, Delta refuses blanks). A name that
 * has no other characters stays as it is. Names that would be the same all have their signs as code points behind them, and
 * so has one without a letter: datasets get further columns and words, at any place of their order, and by a number, or
 * without anything, one of these would take the name that another had.
 *
 * @param other what a name without a letter or digit is called
 */
export const plainNames = (names: readonly string[], other = 'column'): ReadonlyMap<string, string> => {
  const all = [...new Set(names)];
  const letters = new Map(all.map((name) => [name, PLAIN.test(name) ? name : lettersOf(name)]));
  const twins = Map.groupBy(all, (name) => letters.get(name));
  const isAlone = (name: string): boolean =>
    letters.get(name) !== '' && twins.get(letters.get(name))?.length === 1;
  const alone = all.filter(isAlone);
  const taken = new Set(alone.map((name) => letters.get(name)));
  const ownOf = (name: string): string => {
    const told = `${letters.get(name) || other}_${signsOf(name)}`;
    let own = told;
    // The same letters and signs, in other places.
    for (let number = 2; taken.has(own); number += 1) own = `${told}_${number}`;
    taken.add(own);
    return own;
  };
  return new Map(all.map((name) => [name, isAlone(name) ? (letters.get(name) ?? name) : ownOf(name)]));
};
