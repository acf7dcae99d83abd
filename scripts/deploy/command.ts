/** One program to be started, without a shell. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  /** Written to its standard input. */
  readonly input?: string;
  /** Its output goes to the terminal as it comes, instead of to the caller. */
  readonly shown?: boolean;
}

export interface Finished {
  /** -1 where the program is not there. */
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts a program and waits for its end. Never throws. */
export type Run = (command: Command) => Promise<Finished>;

export const commandLine = ({ program, args }: Command): string => [program, ...args].join(' ');
