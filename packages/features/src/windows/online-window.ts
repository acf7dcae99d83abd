import { type Series, valueBefore } from '../online.ts';
import type { WindowParts, WindowSummary } from './summary.ts';

/**
 * The summary of a column over so many intervals before a row, put together as `windows` does it: from windows of
 * 1, 2, 4, … intervals, the nearest first.
 */
export const onlineWindow = (
  summary: WindowSummary,
  series: Series,
  column: string,
  row: number,
  steps: number,
): WindowParts => {
  const { of, united } = summary.online;
  /** Of `size` intervals, a power of two, of which the last is `back + 1` rows before. */
  const doubled = (size: number, back: number): WindowParts =>
    size === 1
      ? of(valueBefore(series, column, row, back + 1))
      : united(doubled(size / 2, back), doubled(size / 2, back + size / 2), size / 2);
  let window: WindowParts | undefined;
  for (let size = 1; size <= steps; size *= 2) {
    if (Math.floor(steps / size) % 2 === 0) continue;
    const covered = steps % size;
    const next = doubled(size, covered);
    window = window === undefined ? next : united(window, next, covered);
  }
  return window ?? [];
};
