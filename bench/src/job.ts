import type { Result } from './result.ts';

interface JobOptions {
  readonly rounds: number | undefined;
  /** Also what takes 10 GB of disk. */
  readonly huge: boolean;
  readonly log: (text: string) => void;
}

/** One benchmark: what `--only` names. */
export interface Job {
  readonly name: string;
  readonly run: (options: JobOptions) => Promise<Measured>;
}

/** A result before it is dated. `failures` make the whole benchmark fail, after everything has been measured. */
interface Measured {
  readonly result: Omit<Result, 'machine' | 'date' | 'command'>;
  readonly failures: readonly string[];
}
