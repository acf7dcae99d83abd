import { type PackedHistory, packHistory } from '../packed/packed-history.ts';
import type { ReadingColumns } from '../reading.ts';
import type { HistoryKit } from './kit.ts';
import { openAfter } from './open-after.ts';

/** What `pack` of a history gives to which these were added, without the history. */
export const packReadings = (kit: HistoryKit, readings: ReadingColumns, isWhole: boolean): PackedHistory => {
  const newest = readings.at[readings.at.length - 1];
  return packHistory(readings, [], {
    isWhole,
    trimmedTo: undefined,
    openFrom: newest === undefined ? Number.NEGATIVE_INFINITY : openAfter(kit, newest),
    firstReached: Number.POSITIVE_INFINITY,
    settled: undefined,
    registerSpans: [],
    awaited: undefined,
  });
};
