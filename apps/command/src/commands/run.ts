import type { RunOptions } from '../chain/run-file.ts';
import { runProcess } from '../chain/run-process.ts';

/** `wattline run`: exit status 0 where the feature set is sealed, 1 where the run was rejected or failed. */
export const run = async (files: readonly string[], options: RunOptions): Promise<void> => {
  const { runFiles } = await import('../chain/run-file.ts');
  await runFiles(files, options, runProcess());
};
