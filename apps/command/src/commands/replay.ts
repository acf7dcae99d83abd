import { firstStage, type StageName } from '@wattline/topology';
import { readReceipt, readRun, replayRun } from '@wattline/worker';
import { findRun } from '../chain/find-run.ts';
import { indexRun } from '../chain/list-runs.ts';
import { type CommandBackend, withBackend } from '../chain/open.ts';
import { replaySpecText, type SpecChoice } from '../chain/replay-spec.ts';
import { requireStack } from '../chain/require-stack.ts';
import { waitUntilSettled } from '../chain/settle.ts';
import { putSpec } from '../chain/upload.ts';
import { log, print, printJson } from '../print.ts';
import { type MaybeServer, onServer } from '../server/on-server.ts';
import { printSettled } from './upload.ts';

interface ReplayOptions extends MaybeServer, SpecChoice {
  readonly from: StageName;
  readonly wait?: boolean;
  readonly dataDir: string;
  readonly json?: boolean;
}

const datasetOfRun = async ({ stores }: CommandBackend, run: string): Promise<string> =>
  (await readRun(stores, run))?.dataset ?? '';

const specWords = async (backend: CommandBackend, run: string, from: StageName): Promise<string> => {
  if (from !== firstStage) return 'by the spec that its readings were made with';
  const receipt = await readReceipt(backend.stores, run);
  return receipt?.spec === undefined ? 'with a spec inferred from the file' : `by ${receipt.spec.key}`;
};

export const replay = async (text: string, options: ReplayOptions): Promise<void> => {
  if (onServer(options)) return (await import('../server/commands.ts')).replay(text, options);
  const spec = await replaySpecText(options);
  const replayIn = async (backend: CommandBackend): Promise<void> => {
    const run = await findRun(backend, text);
    if (options.wait === true) requireStack(backend, options.dataDir);
    if (backend.idle) log('no stack is running on this folder: the replay starts with the next npm start');
    if (spec !== undefined) await putSpec(backend, await datasetOfRun(backend, run), spec);
    const number = await replayRun(backend, run, options.from, {
      spec: options.sameSpec === true ? 'recorded' : 'current',
    });
    // Nobody else reads an ended run again while no stack runs.
    await indexRun(backend, run);
    if (options.wait === true)
      return printSettled(backend, await waitUntilSettled(backend, run, { pollMs: backend.pollMs }), options);
    if (options.json === true) return printJson({ run, replay: number, from: options.from });
    print(
      `run ${run}: replay ${number} from ${options.from} is asked for, ${await specWords(backend, run, options.from)}`,
    );
  };
  await withBackend(options.dataDir, replayIn, { needs: { stores: ['staging', 'results'], queues: [] } });
};
