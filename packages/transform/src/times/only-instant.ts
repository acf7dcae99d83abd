import type { Clock } from './clock.ts';
import type { BackToStart } from './interval-starts.ts';

/** Whether a local time is one instant in every file: others of its rows decide about hours that clocks skip, or show twice. */
export const isOnlyInstant = (local: number, clock: Clock, back: BackToStart | undefined): boolean => {
  const [at, ...more] = clock.instantsOf(local);
  if (at === undefined || more.length > 0) return false;
  if (back === undefined) return true;
  const [start, ...others] = clock.instantsOf(back.onClock(local));
  return start === back.asInstant(at) && others.length === 0;
};
