import { UNION, type WindowSummary } from '../../windows/summary.ts';

/** How many values there are, and their sum. */
export const totals: WindowSummary = {
  name: 'totals',
  parts: ['count', 'sum'],
  of: (value) => [`CAST(${value} IS NOT NULL AS DOUBLE)`, `COALESCE(CAST(${value} AS DOUBLE), 0.0)`],
  united: ([count, sum], [countBefore, sumBefore]) => [`${count} + ${countBefore}`, `${sum} + ${sumBefore}`],
  empty: 0,
  online: {
    of: (values, parts) => {
      for (let i = 0; i < values.length; i += 1) {
        const value = values[i] ?? Number.NaN;
        const isThere = !Number.isNaN(value);
        parts[2 * i] = isThere ? 1 : 0;
        parts[2 * i + 1] = isThere ? value : 0;
      }
    },
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
