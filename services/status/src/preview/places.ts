import { RequestProblem } from '../http/problem.ts';

/** Runs at most `count` calls at once; further ones are refused with 503. */
export const createPlaces = (count: number): (<Result>(work: () => Promise<Result>) => Promise<Result>) => {
  let taken = 0;
  return async (work) => {
    if (taken >= count)
      throw new RequestProblem(503, 'PREVIEWS_BUSY', `${count} previews are made at this moment`, {
        remedy: 'try again in a few seconds',
      });
    taken += 1;
    try {
      return await work();
    } finally {
      taken -= 1;
    }
  };
};
