/**
 * The ways in which datasets differ. A history takes one value of each axis; the first of each is the plainest, to which
 * shrinking goes back.
 */
export const axes = {
  interval: ['1h', '30m', '6h', '1d'],
  /** Readings come by so much of an interval. */
  cadence: ['1', '1/2', '1/4', '2'],
  steps: ['found out', 'declared', 'own'],
  kind: ['gauge', 'register', 'total', 'circular'],
  entities: ['none', 'one', 'three'],
  buckets: [1, 3, 16],
  period: ['month', 'year', 'day'],
  zone: ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata'],
  begin: ['end of a month', 'end of a year', 'leap day', 'clocks go forward', 'clocks go back'],
  lookback: ['none', 'interval', 'day', 'five weeks', 'rows', 'wall clock', 'half-life', 'difference'],
  emptyCells: ['keep', 'erase'],
  sameKey: ['add', 'replace'],
  columns: ['refuse', 'add'],
  beside: ['nothing', 'words', 'price'],
  grid: ['complete', 'observed'],
  split: ['shares', 'dates'],
  scaling: ['minmax', 'standard', 'robust', 'none'],
  refit: ['always', 'pinned', '30d'],
  spec: ['declared', 'found out'],
  /** How events arrive; files are always put in their order. */
  arrival: ['in order', 'newest first', 'shuffled', 'twice'],
} as const;

export type Axis = keyof typeof axes;
/** One value of each axis: what a dataset is like. */
export type Shape = { readonly [Name in Axis]: (typeof axes)[Name][number] };

export const axisNames = Object.keys(axes) as readonly Axis[];

/** The plainest dataset. */
export const plainShape = Object.fromEntries(axisNames.map((name) => [name, axes[name][0]])) as Shape;

/** What somebody does to a dataset. */
export const acts = [
  'append',
  'late',
  'overlap',
  'correct',
  'empty cells',
  'bad cells',
  'refused rows',
  'same file',
  'same key',
  'new entity',
  'entity gone',
  'gap',
  'finer steps',
  'coarser steps',
  'new column',
  'column lacking',
  'header only',
  'no bytes',
  'other features',
  'other limits',
  'delete entity',
  'delete span',
  'delete upload',
] as const;
export type Act = (typeof acts)[number];

/** What an act is in a dataset that knows nothing of what it is about: the nearest that it can be. */
export const actIn = (shape: Shape, act: Act): Act => {
  const isFound = shape.spec === 'found out';
  const hasEntities = shape.entities !== 'none';
  const instead: Partial<Record<Act, Act>> = {
    // One bad cell of a few is more than a spec allows that nobody wrote.
    ...(isFound && {
      'bad cells': 'correct',
      'refused rows': 'append',
      'other features': 'append',
      'other limits': 'append',
    }),
    ...(!isFound && shape.kind !== 'gauge' && shape.kind !== 'total' && { 'other limits': 'other features' }),
    ...(!hasEntities && { 'new entity': 'overlap', 'entity gone': 'append', 'delete entity': 'delete span' }),
  };
  return instead[act] ?? act;
};

/** The axes of which a shape makes use: others have the plainest value, so that pairs are not counted that mean nothing. */
export const asUsed = (shape: Shape): Shape => {
  const { interval, begin, entities, beside } = shape;
  // Without a spec, all else is found out, and the first file shows it.
  if (shape.spec === 'found out')
    return { ...plainShape, interval, begin, entities, beside, spec: 'found out' };
  const isInOrder = shape.arrival === 'in order' || shape.arrival === 'twice';
  const isAmount = shape.kind === 'register' || shape.kind === 'total';
  return {
    ...shape,
    // Only amounts are spread over intervals that are shorter than readings.
    cadence:
      shape.cadence === '2' && (!isAmount || shape.beside !== 'nothing' || shape.columns === 'add')
        ? '1'
        : shape.cadence,
    buckets: entities === 'none' ? 1 : shape.buckets,
    // Which version was fitted first depends on the order of events.
    refit: shape.arrival === 'in order' ? shape.refit : 'always',
    // A first file after the dates would leave nothing to train on.
    split: isInOrder ? shape.split : 'shares',
  };
};

/** What a history has of all axes, acts among them: `interval=1h`, `act=late`, `late, then gap`. */
const featuresOf = (shape: Shape, done: readonly Act[]): { readonly of: string; readonly is: string }[] => [
  ...axisNames.map((of) => ({ of, is: `${of}=${shape[of]}` })),
  ...[...new Set(done)].map((act) => ({ of: 'act', is: `act=${act}` })),
];

/** Counts pairs of values of two axes, of a value and an act, and of two acts one after the other. */
export const createCoverage = () => {
  const seen = new Set<string>();
  const every = new Set<string>();
  for (const [index, a] of axisNames.entries()) {
    for (const b of axisNames.slice(index + 1))
      for (const one of axes[a])
        for (const other of axes[b]) {
          const pair = asUsed({ ...plainShape, [a]: one, [b]: other });
          if (pair[a] === one && pair[b] === other) every.add(`${a}=${one} & ${b}=${other}`);
        }
    for (const one of axes[a]) for (const act of acts) every.add(`${a}=${one} & act=${act}`);
  }
  for (const one of acts) for (const other of acts) every.add(`${one}, then ${other}`);
  return {
    add: (shape: Shape, done: readonly Act[]): void => {
      const features = featuresOf(shape, done);
      for (const [index, { of, is }] of features.entries())
        for (const other of features.slice(index + 1)) if (other.of !== of) seen.add(`${is} & ${other.is}`);
      for (const [index, act] of done.entries()) if (index > 0) seen.add(`${done[index - 1]}, then ${act}`);
    },
    /** Of all pairs that can be. */
    share: (): number => [...every].filter((pair) => seen.has(pair)).length / every.size,
    missing: (): string[] => [...every].filter((pair) => !seen.has(pair)),
  };
};
