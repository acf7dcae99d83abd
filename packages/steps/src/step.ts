import { tracingChannel } from 'node:diagnostics_channel';

/** What is done in a step: `name` is what a profile calls it, within the step that it is a part of. */
export interface Step {
  readonly name: string;
}

/** Who wants to know where the time goes subscribes to it; while nobody does, a step is a plain call. */
export const STEPS = 'wattline:step';

const steps = tracingChannel<string, Step>(STEPS);

/** Does the work as a step of its own in a profile. */
export const timed = <Result>(name: string, work: () => Promise<Result>): Promise<Result> =>
  steps.tracePromise(work, { name });
