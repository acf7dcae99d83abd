import { type Command, commandLine, type Finished, type Run } from '../../../scripts/deploy/command.ts';

type Answer = string | Partial<Finished>;

export interface ScriptedRun {
  readonly run: Run;
  /** Every command that was to be started, in order. */
  readonly commands: Command[];
  /** The lines of those that change something, on this machine or on AWS. */
  changes(): string[];
}

const finishedFrom = (answer: Answer): Finished => ({
  status: 0,
  stdout: '',
  stderr: '',
  ...(typeof answer === 'string' ? { stdout: answer } : answer),
});

/**
 * Starts nothing and answers by a script: the first answer whose pattern the command's line matches. An answer may
 * depend on what was started before.
 */
export const scriptedRun = (
  answers: readonly (readonly [RegExp, Answer | ((before: readonly Command[]) => Answer)])[],
): ScriptedRun => {
  const commands: Command[] = [];
  return {
    commands,
    run: async (command) => {
      const line = commandLine(command);
      const [, answer] = answers.find(([pattern]) => pattern.test(line)) ?? [];
      if (answer === undefined) throw new Error(`nothing is answered to: ${line}`);
      const finished = finishedFrom(typeof answer === 'function' ? answer(commands) : answer);
      commands.push(command);
      return finished;
    },
    changes: () =>
      commands.map(commandLine).filter((line) => / apply |^docker (login|build|push)/.test(line)),
  };
};
