import { JITTER } from '@wattline/features';
import type { HistoryKit } from './kit.ts';

/** The first interval of which a reading, the newest, does not show that all of its readings are there. */
export const openAfter = ({ calendar, cadenceMs, isFinerThanReadings }: HistoryKit, at: number): number => {
  if (cadenceMs === undefined) return calendar.indexOf(at);
  const index = calendar.indexOf(at + cadenceMs);
  const isNearlyOver = calendar.startOf(index + 1) - at - cadenceMs <= cadenceMs * JITTER;
  return isNearlyOver && !isFinerThanReadings ? index + 1 : index;
};
