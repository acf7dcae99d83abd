import { UNION, type WindowSummary } from '../../windows/summary.ts';

/** How many intervals before the last one of the window the last value is; null where there is none. */
export const presence: WindowSummary = {
  name: 'presence',
  parts: ['last'],
  of: (value) => [`CASE WHEN ${value} IS NOT NULL THEN CAST(0 AS DOUBLE) END`],
  united: ([later], [before], intervals) => [`COALESCE(${later}, ${before} + ${intervals}.0)`],
  online: {
    of: (values, parts) => {
      for (let i = 0; i < values.length; i += 1) parts[i] = Number.isNaN(values[i]) ? Number.NaN : 0;
    },
    united: (parts, unions) => {
      for (let i = 0; i < unions.length; i += UNION) {
        const later = parts[unions[i] ?? 0] ?? Number.NaN;
        const before = parts[unions[i + 1] ?? 0] ?? Number.NaN;
        parts[unions[i + 2] ?? 0] = Number.isNaN(later) ? before + (unions[i + 3] ?? 0) : later;
      }
    },
  },
};

/**
 * How many intervals before the last one of the window a value is another than the one before it, the last such; with
 * the first value, how far back that is, and the last one.
 */
export const changes: WindowSummary = {
  name: 'changes',
  parts: ['first', 'place', 'last', 'change'],
  of: (value) => [
    `CAST(${value} AS DOUBLE)`,
    `CASE WHEN ${value} IS NOT NULL THEN CAST(0 AS DOUBLE) END`,
    `CAST(${value} AS DOUBLE)`,
    'CAST(NULL AS DOUBLE)',
  ],
  united: (later, before, intervals) => {
    const [first = '', place = '', last = '', change = ''] = later;
    const [firstBefore = '', placeBefore = '', lastBefore = '', changeBefore = ''] = before;
    return [
      `COALESCE(${firstBefore}, ${first})`,
      `COALESCE(${placeBefore} + ${intervals}.0, ${place})`,
      `COALESCE(${last}, ${lastBefore})`,
      `CASE WHEN ${change} IS NOT NULL THEN ${change} WHEN ${first} <> ${lastBefore} THEN ${place} ELSE ${changeBefore} + ${intervals}.0 END`,
    ];
  },
  online: {
    of: (values, parts) => {
      for (let i = 0; i < values.length; i += 1) {
        const value = values[i] ?? Number.NaN;
        parts[4 * i] = value;
        parts[4 * i + 1] = Number.isNaN(value) ? Number.NaN : 0;
        parts[4 * i + 2] = value;
        parts[4 * i + 3] = Number.NaN;
      }
    },
    united: (parts, unions) => {
      const at = (place: number): number => parts[place] ?? Number.NaN;
      for (let i = 0; i < unions.length; i += UNION) {
        const later = unions[i] ?? 0;
        const before = unions[i + 1] ?? 0;
        const to = unions[i + 2] ?? 0;
        const intervals = unions[i + 3] ?? 0;
        const [first, lastBefore] = [at(later), at(before + 2)];
        const isAnother = !Number.isNaN(first) && !Number.isNaN(lastBefore) && first !== lastBefore;
        const isBefore = !Number.isNaN(at(before));
        parts[to] = isBefore ? at(before) : first;
        parts[to + 1] = isBefore ? at(before + 1) + intervals : at(later + 1);
        parts[to + 2] = Number.isNaN(at(later + 2)) ? lastBefore : at(later + 2);
        parts[to + 3] = Number.isNaN(at(later + 3))
          ? isAnother
            ? at(later + 1)
            : at(before + 3) + intervals
          : at(later + 3);
      }
    },
  },
};
