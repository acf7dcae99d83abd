import { featureColumns } from '@wattline/engine';
import { RejectedError } from '@wattline/errors';
import { parseSpec, type Spec, SpecError } from '@wattline/spec';
import { limitCpu } from './cpu-limit.ts';

/** One thing that is wrong with a spec. */
export interface Problem {
  readonly line?: number | undefined;
  readonly key?: string | undefined;
  readonly message: string;
  readonly remedy: string;
}

/** What only shows once columns are named; the cadence is found out from the file. */
const columnProblems = (spec: Spec): Problem[] => {
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

const problemsOf = (text: string): Problem[] => {
  try {
    return columnProblems(parseSpec(text, { file: 'wattline.yaml' }));
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

export interface SpecCheck {
  readonly text: string;
  /** The CPU time that the check may take; then it ends its process. */
  readonly cpuMs: number;
}

/** Everything that is wrong with a spec's text. Runs in a process of its own: the text decides what it costs. */
const checkSpec = ({ text, cpuMs }: SpecCheck): Problem[] => {
  const lift = limitCpu(cpuMs);
  try {
    return problemsOf(text);
  } finally {
    lift();
  }
};

// The pool of spec-checker.ts looks for it here.
export default checkSpec;
