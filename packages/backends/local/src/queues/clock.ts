/** Small corrections of the clock are let pass: they delay a message by no more than this. */
const TOLERATED_MS = 100;

/** Notices when the wall clock is set back, by comparing it with the clock that only runs forward. */
export interface ClockWatch {
  /** To be called whenever the time is written down. */
  observe(): void;
  /** Whether it was set back since this was last asked. */
  steppedBack(): boolean;
}

export function createClockWatch(): ClockWatch {
  let greatest = Number.NEGATIVE_INFINITY;
  let stepped = false;

  function observe(): void {
    const lead = Date.now() - performance.now();
    if (lead < greatest - TOLERATED_MS) stepped = true;
    else if (lead < greatest) return;
    greatest = lead;
  }
  observe();

  return {
    observe,
    steppedBack() {
      observe();
      const answer = stepped;
      stepped = false;
      return answer;
    },
  };
}
