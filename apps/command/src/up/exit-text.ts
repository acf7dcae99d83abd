import type { ProcessExit } from '@wattline/backend-local';
import type { InterruptedTask } from '@wattline/worker';

/** One exit, for the terminal. */
export const exitText = (
  service: string,
  { pid, signal, code }: ProcessExit,
  tasks: readonly InterruptedTask[],
): string => {
  const work = tasks.map(({ run, file }) => `${file} (run ${run.slice(0, 8)})`).join(' and ');
  return `${service} (pid ${pid ?? '?'}) ended with ${signal ?? `status ${code}`}${
    work === '' ? '' : ` while it worked on ${work}`
  }: it is started again`;
};
