import { UsageError } from '@wattline/errors';
import { type Backend, ledgerRuns } from '@wattline/worker';

/** The one run whose id starts with `text`. */
export const findRun = async (backend: Backend, text: string): Promise<string> => {
  const found: string[] = [];
  for await (const run of ledgerRuns(backend.stores)) if (run.startsWith(text)) found.push(run);
  const [only, second] = found;
  const remedy = 'list the runs with: wattline runs';
  if (only === undefined) throw new UsageError('RUN_UNKNOWN', `there is no run ${text}`, { remedy });
  if (second !== undefined)
    throw new UsageError('RUN_AMBIGUOUS', `${found.length} runs start with ${text}`, { remedy });
  return only;
};
