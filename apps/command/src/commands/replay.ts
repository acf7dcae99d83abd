import type { StageName } from '@wattline/topology';
import { replayRun } from '@wattline/worker';
import { findRun } from '../chain/find-run.ts';
import { indexRun } from '../chain/list-runs.ts';
import { withBackend } from '../chain/open.ts';
import { requireStack } from '../chain/require-stack.ts';
import { waitUntilSettled } from '../chain/settle.ts';
import { log, print, printJson } from '../print.ts';
import { type MaybeServer, onServer } from '../server/on-server.ts';
import { printSettled } from './upload.ts';

interface ReplayOptions extends MaybeServer {
  readonly from: StageName;
  readonly wait?: boolean;
  readonly dataDir: string;
  readonly json?: boolean;
}

export const replay = async (text: string, options: ReplayOptions): Promise<void> => {
  if (onServer(options)) return (await import('../server/commands.ts')).replay(text, options);
  await withBackend(options.dataDir, async (chain) => {
    const run = await findRun(chain, text);
    if (options.wait === true) requireStack(chain, options.dataDir);
    if (chain.idle) log('no stack is running on this folder: the replay starts with the next npm start');
    const number = await replayRun(chain, run, options.from);
    // Nobody else reads an ended run again while no stack runs.
    await indexRun(chain, run);
    if (options.wait === true)
      return printSettled(chain, await waitUntilSettled(chain, run, { pollMs: chain.pollMs }), options);
    if (options.json === true) return printJson({ run, replay: number, from: options.from });
    print(`run ${run}: replay ${number} from ${options.from} is asked for`);
  });
};
