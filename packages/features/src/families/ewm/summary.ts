import { sqlDouble } from '../../frame.ts';
import type { WindowSummary } from '../../windows/summary.ts';

/** The weights of the values of a window, added up, and the weighted values: the last interval's value weighs 1. */
export const decaying = (halfLife: number): WindowSummary => {
  /** How much less a value weighs so many intervals before. */
  const decay = (intervals: number): number => 0.5 ** (intervals / halfLife);
  return {
    name: `decaying ${halfLife}`,
    parts: ['weight', 'sum'],
    of: (value) => [`CAST(${value} IS NOT NULL AS DOUBLE)`, `COALESCE(CAST(${value} AS DOUBLE), 0.0)`],
    united: ([weight, sum], [weightBefore, sumBefore], intervals) => {
      const factor = sqlDouble(decay(intervals));
      return [`${weight} + ${weightBefore} * ${factor}`, `${sum} + ${sumBefore} * ${factor}`];
    },
    empty: 0,
    online: {
      of: (value) => [value === null ? 0 : 1, value ?? 0],
      united: ([weight, sum], [weightBefore, sumBefore], intervals) => {
        const factor = decay(intervals);
        return [(weight ?? 0) + (weightBefore ?? 0) * factor, (sum ?? 0) + (sumBefore ?? 0) * factor];
      },
    },
  };
};
