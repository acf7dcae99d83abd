import { RequestProblem } from '../http/problem.ts';

/** Lets at most `count` do something at once; who comes beyond is told to come again. */
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
