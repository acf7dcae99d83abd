import { RequestProblem } from './problem.ts';

/**
 * Runs at most `count` calls at once; further ones are refused with 503.
 *
 * @param busy what the refusal says
 */
export const createPlaces = (
  count: number,
  busy: { readonly code: string; readonly message: string },
): (<Result>(work: () => Promise<Result>) => Promise<Result>) => {
  let taken = 0;
  return async (work) => {
    if (taken >= count)
      throw new RequestProblem(503, busy.code, busy.message, { remedy: 'try again in a few seconds' });
    taken += 1;
    try {
      return await work();
    } finally {
      taken -= 1;
    }
  };
};
