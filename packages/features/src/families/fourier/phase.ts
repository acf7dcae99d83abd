import { calendarMonths, type Duration, durationMs } from '../../duration.ts';
import { intervalAnchor } from '../../intervals/interval-runs.ts';
import { monthIndex, monthStart } from '../../intervals/months.ts';
import type { Interval } from '../../online.ts';

/** By what clock a period goes on. */
export type PhaseClock = 'elapsed' | 'wall';

/** How much of a period is over: `part / whole`, both whole numbers of ms. */
interface Phase {
  readonly part: number;
  readonly whole: number;
}

const remainder = (dividend: number, divisor: number): number => ((dividend % divisor) + divisor) % divisor;

/** Where in its period an interval starts. Periods begin on Monday, 5 January 1970, or with months of the calendar. */
export const phaseIn = (period: Duration, clock: PhaseClock): ((interval: Interval) => Phase) => {
  const months = calendarMonths(period);
  if (clock === 'wall' && months !== undefined)
    return ({ local }) => {
      const index = monthIndex(local, months);
      const [start, next] = [monthStart(index, months), monthStart(index + 1, months)];
      return { part: local - start, whole: next - start };
    };
  const whole = durationMs(period);
  return ({ start, local }) => ({
    part: remainder((clock === 'wall' ? local : start) - intervalAnchor, whole),
    whole,
  });
};

/** So many times the phase as an angle. Whole turns are taken off before, where nothing is rounded. */
export const angleOf = ({ part, whole }: Phase, times: number): number =>
  (2 * Math.PI * ((part * times) % whole)) / whole;
