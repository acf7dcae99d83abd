import { UsageError } from '@wattline/errors';
import { type Command, commandLine, type Finished, type Run } from './command.ts';

/** Runs a command that must end with one of the good statuses. Throws UsageError. */
export const runOrThrow = async (
  run: Run,
  command: Command,
  remedy: string,
  good = [0],
): Promise<Finished> => {
  const finished = await run(command);
  if (good.includes(finished.status)) return finished;
  const said = finished.stderr.trim();
  throw new UsageError(
    'COMMAND_FAILED',
    [`${commandLine(command)} ended with ${finished.status}`, said].filter(Boolean).join('\n'),
    { remedy },
  );
};
