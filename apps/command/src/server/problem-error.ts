import { Problem } from '@wattline/api';
import { TransientError, UsageError } from '@wattline/errors';

const SERVER_FAILED = 500;

/** A server's refusal as the error that the command would have met itself, with its code, place and remedy. */
export const problemError = async (response: Response): Promise<Error> => {
  const text = await response.text();
  const problem = Problem.safeParse(asJson(text)).data;
  if (problem === undefined) {
    return new TransientError(
      'SERVER_STRANGE',
      `${response.url} answered ${response.status} ${response.statusText} without a word that this command knows`,
      { remedy: 'check that --server names a Wattline status service of the same release' },
    );
  }
  const { code, detail, remedy, place } = problem;
  const details = { remedy, ...(place && { place }) };
  // What the request asked for is wrong usage; what the server could not do may go well later.
  return response.status >= SERVER_FAILED
    ? new TransientError(code, detail, details)
    : new UsageError(code, detail, details);
};

const asJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
