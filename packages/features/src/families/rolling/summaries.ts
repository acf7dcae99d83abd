import type { WindowParts, WindowSummary } from '../../windows/summary.ts';

const numbers = (parts: WindowParts): [number, number, number] => [
  parts[0] ?? 0,
  parts[1] ?? 0,
  parts[2] ?? 0,
];

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
    of: (value) => [value === null ? 0 : 1, value ?? 0, 0],
    united: (later, before) => {
      const [n, mean, squares] = numbers(later);
      const [m, meanBefore, squaresBefore] = numbers(before);
      const share = n + m > 0 ? m / (n + m) : 0;
      const delta = meanBefore - mean;
      return [n + m, mean + delta * share, squares + squaresBefore + delta * delta * n * share];
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
    of: (value) => [value],
    united: ([a = null], [b = null]) => [a === null ? b : b === null ? a : better(a, b)],
  },
});

export const least = extreme('min', 'LEAST', Math.min);
export const greatest = extreme('max', 'GREATEST', Math.max);
