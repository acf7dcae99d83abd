import { RequestProblem } from '@wattline/http';

export interface Places {
  /** Takes a place, and gives what leaves it again. Throws RequestProblem 503 where there is none. */
  enter(): () => void;
  /** Runs a call in a place. */
  run<Result>(work: () => Promise<Result>): Promise<Result>;
}

/**
 * At most `count` things at once; further ones are refused.
 *
 * @param busy what the refusal says
 */
export const createPlaces = (
  count: number,
  busy: { readonly code: string; readonly message: string },
): Places => {
  let taken = 0;
  const enter = (): (() => void) => {
    if (taken >= count)
      throw new RequestProblem(503, busy.code, busy.message, { remedy: 'try again in a few seconds' });
    taken += 1;
    return () => {
      taken -= 1;
    };
  };
  return {
    enter,
    run: async (work) => {
      const leave = enter();
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
};
