import { sqlDouble } from '../../frame.ts';
import { countSql, singleValues, valueSql } from '../../windows/single-values.ts';
import { UNION, type WindowSummary } from '../../windows/summary.ts';

/** The weights of the values of a window, added up, and the weighted values: the last interval's value weighs 1. */
export const decaying = (halfLife: number): WindowSummary => {
  /** How much less a value weighs so many intervals before. */
  const decay = (intervals: number): number => 0.5 ** (intervals / halfLife);
  const factors = new Map<number, number>();
  const factorOf = (intervals: number): number => {
    const known = factors.get(intervals) ?? decay(intervals);
    factors.set(intervals, known);
    return known;
  };
  return {
    name: `decaying ${halfLife}`,
    parts: ['weight', 'sum'],
    of: (value) => [countSql(value), valueSql(value)],
    united: ([weight, sum], [weightBefore, sumBefore], intervals) => {
      const factor = sqlDouble(decay(intervals));
      return [`${weight} + ${weightBefore} * ${factor}`, `${sum} + ${sumBefore} * ${factor}`];
    },
    empty: 0,
    online: {
      of: singleValues(2),
      united: (parts, unions) => {
        for (let i = 0; i < unions.length; i += UNION) {
          const later = unions[i] ?? 0;
          const before = unions[i + 1] ?? 0;
          const to = unions[i + 2] ?? 0;
          const factor = factorOf(unions[i + 3] ?? 0);
          parts[to] = (parts[later] ?? 0) + (parts[before] ?? 0) * factor;
          parts[to + 1] = (parts[later + 1] ?? 0) + (parts[before + 1] ?? 0) * factor;
        }
      },
    },
  };
};
