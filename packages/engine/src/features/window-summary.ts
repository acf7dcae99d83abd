/** What is kept of a window, such that that of two windows makes that of both. Told in SQL, part by part. */
export interface WindowSummary {
  readonly name: string;
  readonly parts: readonly string[];
  /** Of one interval's value, null where it has none. */
  readonly of: (value: string) => string[];
  /** Of a window and the one before it. */
  readonly united: (later: readonly string[], before: readonly string[]) => string[];
  /** A part where there is no interval: this, or null. */
  readonly empty?: number;
}

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
};

const extreme = (name: string, of: 'LEAST' | 'GREATEST'): WindowSummary => ({
  name,
  parts: [name],
  of: (value) => [value],
  // Of a value and null both take the value.
  united: (later, before) => [`${of}(${[...later, ...before].join(', ')})`],
});

export const least = extreme('min', 'LEAST');
export const greatest = extreme('max', 'GREATEST');

/** The name of a part of a window: of so many intervals, or of one on the way there. */
export const windowPart = (
  summary: WindowSummary,
  part: string,
  column: string,
  of: number | string,
): string => `window ${summary.name} ${part} ${of} ${column}`;
