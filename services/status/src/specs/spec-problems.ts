import type { SpecProblem } from '@wattline/api';
import { RejectedError } from '@wattline/errors';
import { parseSpec, type Spec, SpecError } from '@wattline/spec';

type Problem = ReturnType<typeof SpecProblem.parse>;

/** What only shows once columns are named; the cadence is found out from the file. */
const columnProblems = async (spec: Spec): Promise<Problem[]> => {
  const { featureColumns } = await import('@wattline/engine');
  const { time, interval } = spec;
  try {
    featureColumns({ ...spec, time: { ...time, cadence: time.cadence ?? interval } });
    return [];
  } catch (error) {
    if (!(error instanceof RejectedError)) throw error;
    const { message, remedy, place } = error;
    return [{ message, remedy, ...(place.column !== undefined && { key: place.column }) }];
  }
};

/** Everything that is wrong with a spec's text. */
export const specProblems = async (text: string): Promise<Problem[]> => {
  try {
    return await columnProblems(parseSpec(text, { file: 'wattline.yaml' }));
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    return error.problems.map(({ line, key, message, remedy }) => ({
      line,
      ...(key !== '' && { key }),
      message,
      remedy,
    }));
  }
};
