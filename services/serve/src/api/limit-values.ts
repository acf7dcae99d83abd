import { RequestProblem } from '@wattline/http';

/** Of all rows of an answer: some 50 MB of text. */
const MAX_VALUES = 1_000_000;

/** Throws RequestProblem once more values are asked for than one answer may have. */
export const limitValues = (): ((values: number) => void) => {
  let left = MAX_VALUES;
  return (values) => {
    if (values > left)
      throw new RequestProblem(422, 'ROWS_TOO_MANY', `an answer has at most ${MAX_VALUES} values`, {
        remedy: 'ask for fewer entities, a shorter horizon or fewer lines at once',
      });
    left -= values;
  };
};
