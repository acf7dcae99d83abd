import { durationMs } from '@wattline/spec';
import { type Cadence, calendarUnit } from './cadence.ts';
import { commonest } from './step-candidates.ts';

/** The usual time between readings: where none is common, but several last, that which most are about. */
export const usualCadence = (cadence: Cadence, candidates: readonly number[]): string | undefined => {
  const unit = calendarUnit(cadence.steps());
  if (unit !== undefined) return unit;
  const found = cadence.found();
  return found !== undefined && candidates.includes(durationMs(found))
    ? found
    : (commonest(candidates, cadence.steps()) ?? found);
};
