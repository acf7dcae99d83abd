import type { LocalBackend } from '@wattline/bootstrap';
import { TransientError } from '@wattline/errors';
import { SpecError } from '@wattline/spec/errors';
import { timed } from '@wattline/steps';
import { firstStage } from '@wattline/topology';
import { quarantineOf, type Receipt, resetDataset } from '@wattline/worker';
import { print } from '../print.ts';
import { printReceipt } from '../text/print-receipt.ts';
import { createProgress } from '../text/progress.ts';
import { answerRun, isOpen, specPlaceOf } from './answer-run.ts';
import { filesToRun } from './files-to-run.ts';
import { openForeground } from './foreground.ts';
import { localPlace } from './local-place.ts';
import { pullFeatureSet } from './pull.ts';
import { requireDisk } from './require-disk.ts';
import type { RunProcess } from './run-process.ts';
import { sayBehind } from './say-behind.ts';
import { readSpecText, type SpecText } from './spec-text.ts';
import { uploadDataset, uploadFile } from './upload.ts';

export interface RunOptions {
  readonly spec?: string;
  readonly dataset?: string;
  readonly out?: string;
  readonly dataDir: string;
  readonly json?: boolean;
}

const copyOut = async (
  backend: LocalBackend,
  receipt: Receipt,
  version: string,
  out: string,
): Promise<void> => {
  const extra: Record<string, string | Uint8Array> = {
    'receipt.json': `${JSON.stringify(receipt, null, 2)}\n`,
  };
  const quarantine = quarantineOf(receipt);
  const rows = quarantine && (await backend.stores.results.get(quarantine.key));
  if (rows !== undefined) extra['quarantine.csv'] = rows.body;
  await pullFeatureSet(backend, receipt.dataset, version, out, { extra, isFresh: true });
};

/** Before anything is uploaded. Where the engine is loaded: this process has no other use for it. */
const requireSoundSpec = async ({ text, file }: SpecText, runProcess: RunProcess): Promise<void> => {
  if (file === undefined) return;
  const fault = await runProcess.run('checkSpec', { text, file }, { what: 'the check of the spec' });
  if (fault !== undefined) throw new SpecError(fault.code, file, fault.problems);
};

/** In a pipe, nobody answers: the run fails with its questions. */
const canAsk = ({ json }: RunOptions): boolean =>
  json !== true && process.stdin.isTTY === true && process.stderr.isTTY === true;

/** `wattline run`: exit status 0 where the feature set is sealed, 1 where the run was rejected or failed. */
export const runFiles = async (
  names: readonly string[],
  options: RunOptions,
  runProcess: RunProcess,
): Promise<void> => {
  const spec = options.spec === undefined ? undefined : readSpecText(options.spec);
  const [first = '', ...others] = await filesToRun(names);
  const dataset = uploadDataset(first, options.dataset);
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  process.once('SIGTERM', () => interrupted.abort());
  const foreground = await openForeground(options.dataDir, interrupted.signal, runProcess);
  const progress = createProgress(process.stderr, options.json !== true);
  try {
    if (spec !== undefined) await requireSoundSpec(spec, runProcess);
    const takes = await requireDisk([first, ...others], options.dataDir);
    if (takes !== undefined && options.json !== true) process.stderr.write(`the run ${takes}\n`);
    // Without a dataset to grow, the feature set is made of these files alone.
    if (options.dataset === undefined) await resetDataset(foreground.backend.stores, dataset);
    const finish = async (run: string): Promise<Receipt> => {
      progress.show(firstStage);
      const receipt = await foreground.finish(run, progress.event);
      progress.clear();
      return receipt;
    };
    const runOne = async (file: string): Promise<Receipt> => {
      progress.show('upload');
      const text = spec !== undefined && { spec: spec.text };
      const { run } = await timed('upload', () => uploadFile(foreground.backend, { file, dataset, ...text }));
      const receipt = await finish(run);
      if (!isOpen(receipt) || !canAsk(options)) return receipt;
      const asked = { backend: foreground.backend, runProcess, file, receipt, signal: interrupted.signal };
      const specPlace = specPlaceOf(localPlace(options.dataDir), receipt.dataset);
      const terminal = { input: process.stdin, output: process.stderr };
      return (await answerRun({ ...asked, specPlace, terminal })) ? await finish(run) : receipt;
    };
    let receipt = await runOne(first);
    for (const file of others) {
      if (receipt.status !== 'sealed') break;
      receipt = await runOne(file);
    }
    foreground.endComputing();
    if (options.out !== undefined && receipt.version !== undefined && receipt.status === 'sealed') {
      const { version } = receipt;
      const { out } = options;
      await timed('copy out', () => copyOut(foreground.backend, receipt, version, out));
    }
    printReceipt(receipt, { json: options.json === true, place: localPlace(options.dataDir) });
    if (receipt.status !== 'sealed') process.exitCode = 1;
    else if (options.out !== undefined && options.json !== true) print(`copied to      ${options.out}`);
    if (receipt.status === 'sealed') await sayBehind(foreground.backend, receipt.dataset);
  } catch (error) {
    if (!interrupted.signal.aborted) throw error;
    throw new TransientError('INTERRUPTED', 'the run was interrupted', {
      remedy: 'run the command again: nothing half-made is visible',
      cause: error,
    });
  } finally {
    progress.clear();
    await foreground.close();
  }
};
