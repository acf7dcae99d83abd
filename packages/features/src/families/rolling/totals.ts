import { countSql, singleValues, valueSql } from '../../windows/single-values.ts';
import { UNION, type WindowSummary } from '../../windows/summary.ts';

/** How many values there are, and their sum. */
export const totals: WindowSummary = {
  name: 'totals',
  parts: ['count', 'sum'],
  of: (value) => [countSql(value), valueSql(value)],
  united: ([count, sum], [countBefore, sumBefore]) => [`${count} + ${countBefore}`, `${sum} + ${sumBefore}`],
  empty: 0,
  online: {
    of: singleValues(2),
    united: (parts, unions) => {
      for (let i = 0; i < unions.length; i += UNION) {
        const later = unions[i] ?? 0;
        const before = unions[i + 1] ?? 0;
        const to = unions[i + 2] ?? 0;
        parts[to] = (parts[later] ?? 0) + (parts[before] ?? 0);
        parts[to + 1] = (parts[later + 1] ?? 0) + (parts[before + 1] ?? 0);
      }
    },
  },
};
