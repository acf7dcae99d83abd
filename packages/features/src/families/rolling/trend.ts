import { countSql, singleValues, valueSql } from '../../windows/single-values.ts';
import { UNION, type WindowSummary } from '../../windows/summary.ts';

/**
 * Of values over time, in intervals since the last one of the window: count, means of time and value, the sum of the
 * squared deviations of the times, and of the products of both deviations. Nothing cancels, as in `moments`.
 */
export const trend: WindowSummary = {
  name: 'trend',
  parts: ['count', 'time', 'mean', 'squares', 'products'],
  of: (value) => [
    countSql(value),
    'CAST(0 AS DOUBLE)',
    valueSql(value),
    'CAST(0 AS DOUBLE)',
    'CAST(0 AS DOUBLE)',
  ],
  united: (later, before, intervals) => {
    const [n = '', time = '', mean = '', squares = '', products = ''] = later;
    const [m = '', timeBefore = '', meanBefore = '', squaresBefore = '', productsBefore = ''] = before;
    const share = `CASE WHEN ${n} + ${m} > 0 THEN ${m} / (${n} + ${m}) ELSE 0.0 END`;
    const sooner = `(${timeBefore} - ${intervals}.0 - ${time})`;
    const delta = `(${meanBefore} - ${mean})`;
    return [
      `${n} + ${m}`,
      `${time} + ${sooner} * ${share}`,
      `${mean} + ${delta} * ${share}`,
      `${squares} + ${squaresBefore} + ${sooner} * ${sooner} * ${n} * ${share}`,
      `${products} + ${productsBefore} + ${sooner} * ${delta} * ${n} * ${share}`,
    ];
  },
  empty: 0,
  online: {
    of: singleValues(5, 2),
    united: (parts, unions) => {
      for (let i = 0; i < unions.length; i += UNION) {
        const later = unions[i] ?? 0;
        const before = unions[i + 1] ?? 0;
        const to = unions[i + 2] ?? 0;
        const n = parts[later] ?? 0;
        const m = parts[before] ?? 0;
        const time = parts[later + 1] ?? 0;
        const mean = parts[later + 2] ?? 0;
        const share = n + m > 0 ? m / (n + m) : 0;
        const sooner = (parts[before + 1] ?? 0) - (unions[i + 3] ?? 0) - time;
        const delta = (parts[before + 2] ?? 0) - mean;
        const squares = (parts[later + 3] ?? 0) + (parts[before + 3] ?? 0);
        const products = (parts[later + 4] ?? 0) + (parts[before + 4] ?? 0);
        parts[to] = n + m;
        parts[to + 1] = time + sooner * share;
        parts[to + 2] = mean + delta * share;
        parts[to + 3] = squares + sooner * sooner * n * share;
        parts[to + 4] = products + sooner * delta * n * share;
      }
    },
  },
};
