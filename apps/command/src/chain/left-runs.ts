import { appendFileSync, existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isFolderInUse, lockFolder } from '@wattline/backend-local';
import { type Backend, cancelRun, isSettled, readReceipt } from '@wattline/worker';

const FOLDER = /^run-/;
/** It is written once the folder is locked: a folder that has it, and no lock, is nobody's. */
const RUNS = 'runs';
const LOCK = 'lock.db';

/** The scratch folder of one process that runs a chain by itself, with the runs that it began. */
export interface OwnRuns {
  readonly scratch: string;
  /** Call it before anything is done for the run. */
  readonly begin: (run: string) => void;
  /** Ends the runs that have not ended, for nobody else will, and leaves the folder. Call it once nothing works on them. */
  readonly end: (backend: Backend) => Promise<void>;
}

const cancelUnended = async (backend: Backend, runs: Iterable<string>): Promise<string[]> => {
  const cancelled: string[] = [];
  for (const run of new Set(runs)) {
    const receipt = await readReceipt(backend.stores, run);
    // Without a receipt no stage took it up: its file is an upload that nobody reads.
    if (receipt === undefined || isSettled(receipt.status)) continue;
    await cancelRun(backend, run, {
      message: 'the command that ran it was ended before it was done',
      remedy: 'run the command again, or replay the run',
    });
    cancelled.push(run);
  }
  return cancelled;
};

/** Opens this process's scratch folder in that of a data folder. */
export const openOwnRuns = async (allScratch: string): Promise<OwnRuns> => {
  await mkdir(allScratch, { recursive: true });
  const scratch = await mkdtemp(join(allScratch, `run-${process.pid}-`));
  // The system drops it however this process ends: so others see that its runs are left.
  const lock = lockFolder(scratch);
  const begun: string[] = [];
  return {
    scratch,
    begin: (run) => {
      begun.push(run);
      appendFileSync(join(scratch, RUNS), `${run}\n`);
    },
    end: async (backend) => {
      // Where the disk is full, say, the next command ends them: what this one says first is why it ended.
      const isDone = await cancelUnended(backend, begun).then(
        () => true,
        () => false,
      );
      lock.release();
      if (isDone) await rm(scratch, { recursive: true, force: true });
    },
  };
};

/**
 * Ends the runs of commands that were killed: their queues were gone with them, so nobody goes on with them.
 * @returns those that it ended
 */
export const cancelLeftRuns = async (backend: Backend, allScratch: string): Promise<string[]> => {
  const cancelled: string[] = [];
  for (const name of await readdir(allScratch)) {
    const folder = join(allScratch, name);
    const runs = join(folder, RUNS);
    // To ask whether a folder is in use is to hold it for a moment: one that is being opened is not asked.
    if (!FOLDER.test(name) || !existsSync(runs) || isFolderInUse(folder)) continue;
    // Another command may have done it just now.
    const begun = (await readFile(runs, 'utf8').catch(() => '')).split('\n').filter((run) => run !== '');
    cancelled.push(...(await cancelUnended(backend, begun)));
    await rm(folder, { recursive: true, force: true });
  }
  return cancelled;
};

/** Empties a scratch folder, but for what `cancelLeftRuns` looks at, and what commands are at work in. */
export const clearScratch = async (allScratch: string): Promise<void> => {
  const names = await readdir(allScratch).catch(() => []);
  for (const name of names) {
    const folder = join(allScratch, name);
    if (!FOLDER.test(name) || !existsSync(join(folder, LOCK)))
      await rm(folder, { recursive: true, force: true });
  }
};
