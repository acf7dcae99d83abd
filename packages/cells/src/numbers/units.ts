/** What a number is multiplied by and divided by, one of them being 1: whole numbers, so that little is rounded. */
export interface Scale {
  readonly multiply: number;
  readonly divide: number;
}

/** Powers of ten of the prefixes of the SI; K is what many write for k. */
const prefixes: Readonly<Record<string, number>> = {
  '': 0,
  u: -6,
  µ: -6,
  μ: -6,
  m: -3,
  h: 2,
  k: 3,
  K: 3,
  M: 6,
  G: 9,
  T: 12,
};

/** Units of which prefixes make others, and nothing else. */
const bases = ['W', 'Wh', 'VA', 'VAh', 'var', 'varh', 'V', 'A', 'J', 'Hz', 'Pa'];

interface Unit {
  readonly base: string;
  readonly power: number;
}

const unitOf = (text: string): Unit | undefined => {
  const plain = text.trim().replace(/^[[(](.*)[\])]$/, '$1');
  const match = /^([uµμmhkKMGT]?)(WH|wh|Wh|W|VAh|VA|VARh|VAr|VAR|varh|var|V|A|J|Hz|Pa)$/.exec(plain);
  if (match === null) return undefined;
  const [, prefix = '', name = ''] = match;
  const base =
    bases.find((one) => one === name) ?? bases.find((one) => one.toLowerCase() === name.toLowerCase());
  return base === undefined ? undefined : { base, power: prefixes[prefix] ?? 0 };
};

/** What makes readings in one unit readings in another; undefined where that is not certain. */
export const scaleTo = (from: string, to: string): Scale | undefined => {
  if (from.trim() === to.trim()) return { multiply: 1, divide: 1 };
  const [one, two] = [unitOf(from), unitOf(to)];
  if (one === undefined || two === undefined || one.base !== two.base) return undefined;
  const power = one.power - two.power;
  return power >= 0 ? { multiply: 10 ** power, divide: 1 } : { multiply: 1, divide: 10 ** -power };
};

/** Whether text is a unit that is known well enough to be converted. */
export const isUnit = (text: string): boolean => unitOf(text) !== undefined;
