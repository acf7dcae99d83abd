/** Small corrections of the clock are let pass: they delay a message by no more than this. */
const TOLERATED_MS = 100;

/**
 * Tells, once for each time, that the wall clock has been set back since the last call,
 * by comparing it with the clock that only runs forward.
 */
export function createStepBackDetector(): () => boolean {
  const lead = () => Date.now() - performance.now();
  let greatest = lead();
  return () => {
    const current = lead();
    const steppedBack = current < greatest - TOLERATED_MS;
    if (steppedBack || current > greatest) greatest = current;
    return steppedBack;
  };
}
