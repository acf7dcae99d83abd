import type { WindowSummary } from '../../windows/summary.ts';

/** Count, mean, sum of squared deviations (Chan, Golub, LeVeque): nothing cancels, and equal values have no spread. */
export const moments: WindowSummary = {
  name: 'moments',
  parts: ['count', 'mean', 'squares'],
  of: (value) => [
    `CAST(${value} IS NOT NULL AS DOUBLE)`,
    `COALESCE(CAST(${value} AS DOUBLE), 0.0)`,
    'CAST(0 AS DOUBLE)',
  ],
  united: ([n = '', mean = '', squares = ''], [m = '', meanBefore = '', squaresBefore = '']) => {
    const share = `CASE WHEN ${n} + ${m} > 0 THEN ${m} / (${n} + ${m}) ELSE 0.0 END`;
    const delta = `(${meanBefore} - ${mean})`;
    return [
      `${n} + ${m}`,
      `${mean} + ${delta} * ${share}`,
      `${squares} + ${squaresBefore} + ${delta} * ${delta} * ${n} * ${share}`,
    ];
  },
  empty: 0,
  online: {
    of: (value, parts, to) => {
      const isThere = !Number.isNaN(value);
      parts[to] = isThere ? 1 : 0;
      parts[to + 1] = isThere ? value : 0;
      parts[to + 2] = 0;
    },
    united: (parts, later, before, to) => {
      const [n, m] = [parts[later] ?? 0, parts[before] ?? 0];
      const mean = parts[later + 1] ?? 0;
      const share = n + m > 0 ? m / (n + m) : 0;
      const delta = (parts[before + 1] ?? 0) - mean;
      const squares = (parts[later + 2] ?? 0) + (parts[before + 2] ?? 0) + delta * delta * n * share;
      parts[to] = n + m;
      parts[to + 1] = mean + delta * share;
      parts[to + 2] = squares;
    },
  },
};

const extreme = (
  name: string,
  of: 'LEAST' | 'GREATEST',
  better: (a: number, b: number) => number,
): WindowSummary => ({
  name,
  parts: [name],
  of: (value) => [value],
  // Of a value and null both take the value.
  united: (later, before) => [`${of}(${[...later, ...before].join(', ')})`],
  online: {
    of: (value, parts, to) => {
      parts[to] = value;
    },
    united: (parts, later, before, to) => {
      const [a, b] = [parts[later] ?? Number.NaN, parts[before] ?? Number.NaN];
      parts[to] = Number.isNaN(a) ? b : Number.isNaN(b) ? a : better(a, b);
    },
  },
});

export const least = extreme('min', 'LEAST', Math.min);
export const greatest = extreme('max', 'GREATEST', Math.max);
