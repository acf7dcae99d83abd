/**
 * The ways in which people's files differ. A file of the fuzz takes one value of each axis; the first of each is the
 * plainest, to which the shrinker goes back.
 */
export const axes = {
  delimiter: [',', ';', '\t', '|'],
  decimal: ['.', ','],
  thousands: ['none', 'other sign', 'blank', 'narrow blank', 'apostrophe'],
  time: [
    'iso',
    'iso with blank',
    'iso with Z',
    'iso with offset',
    'day/month/year',
    'month/day/year',
    'day.month.year',
    'day-month name-year',
    'twelve-hour clock',
    'epoch seconds',
    'epoch milliseconds',
    'digits to the minute',
    'digits to the hour',
    'date and clock in two columns',
    'date and hour in two columns',
  ],
  above: ['header', 'title', 'title and blank line', 'key-value block', 'sep= line'],
  units: ['none', 'row of units', 'units in the names'],
  within: ['nothing', 'comment line', 'repeated header', 'total at the end', 'blank lines'],
  order: ['by time', 'by entity', 'newest first', 'shuffled'],
  losses: ['none', 'rows', 'empty cells', 'NA', '-999', 'No data', 'null in one cell'],
  entities: ['none', 'one by name', 'three by name', 'three by number', 'four by site and device'],
  cadence: ['1h', '30m', '15m'],
  beside: ['nothing', 'note', 'row number', 'status', 'constant'],
  repeats: ['none', 'one exact double', 'one conflicting row'],
  encoding: ['utf-8', 'utf-8 with BOM', 'windows-1252', 'utf-16'],
  lineEnds: ['LF', 'CRLF'],
  quoted: ['where needed', 'always'],
  packing: ['none', 'gzip'],
  kind: ['gauge', 'register', 'register that rolls over', 'register that begins again', 'total', 'circular'],
  interval: ['1h', '15m', '6h', '1d'],
} as const;

export type Axis = keyof typeof axes;
/** One value of each axis: what a file is like. */
export type Shape = { readonly [Name in Axis]: (typeof axes)[Name][number] };

export const axisNames = Object.keys(axes) as readonly Axis[];

/** The plainest file. */
export const plainShape = Object.fromEntries(axisNames.map((name) => [name, axes[name][0]])) as Shape;

/** Whether such a file can exist and say what it means: commas cannot part fields and decimals unquoted, say. */
export const isPossible = ({ delimiter, decimal, time, thousands, order, entities }: Shape): boolean =>
  !(time === 'digits to the hour' && thousands !== 'none') &&
  !(order === 'by entity' && (entities === 'none' || entities === 'one by name')) &&
  !(delimiter === ',' && decimal === ',' && thousands === 'other sign');

/** A value of each axis by chance; `random` gives numbers in [0, 1). */
export const randomShape = (random: () => number): Shape => {
  for (;;) {
    const shape = Object.fromEntries(
      axisNames.map((name) => {
        const values = axes[name];
        // The plainest is likelier, so that several oddities at once do not hide each other.
        const index = random() < 0.4 ? 0 : Math.floor(random() * values.length);
        return [name, values[index]];
      }),
    ) as Shape;
    if (isPossible(shape)) return shape;
  }
};

/** The share of all pairs of values (of two axes) that some shape has. */
export const pairwiseCoverage = (shapes: readonly Shape[]): number => {
  const seen = new Set<string>();
  let all = 0;
  for (const [index, a] of axisNames.entries()) {
    for (const b of axisNames.slice(index + 1)) {
      all += axes[a].length * axes[b].length;
      for (const shape of shapes) seen.add(`${a}=${shape[a]}&${b}=${shape[b]}`);
    }
  }
  return seen.size / all;
};
