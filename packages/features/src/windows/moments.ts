import { countSql, singleValues, valueSql } from './single-values.ts';
import { UNION, type WindowSummary } from './summary.ts';

/** Count, mean, sum of squared deviations (Chan, Golub, LeVeque): nothing cancels, and equal values have no spread. */
export const moments: WindowSummary = {
  name: 'moments',
  parts: ['count', 'mean', 'squares'],
  of: (value) => [countSql(value), valueSql(value), 'CAST(0 AS DOUBLE)'],
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
    of: singleValues(3),
    united: (parts, unions) => {
      // Without arrays to take apart: they would be most of what a row leaves for the garbage collector.
      for (let i = 0; i < unions.length; i += UNION) {
        const later = unions[i] ?? 0;
        const before = unions[i + 1] ?? 0;
        const to = unions[i + 2] ?? 0;
        const n = parts[later] ?? 0;
        const m = parts[before] ?? 0;
        const mean = parts[later + 1] ?? 0;
        const share = n + m > 0 ? m / (n + m) : 0;
        const delta = (parts[before + 1] ?? 0) - mean;
        const squares = (parts[later + 2] ?? 0) + (parts[before + 2] ?? 0) + delta * delta * n * share;
        parts[to] = n + m;
        parts[to + 1] = mean + delta * share;
        parts[to + 2] = squares;
      }
    },
  },
};
