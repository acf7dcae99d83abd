import { setTimeout as sleep } from 'node:timers/promises';
import { isFolderInUse } from '@wattline/backend-local';
import { isInVersion, pendingErasures, previewErasure, readLog, requestDeletion } from '@wattline/worker';
import { confirmErasure } from '../chain/confirm-erasure.ts';
import { deleteInForeground } from '../chain/delete-in-foreground.ts';
import { type ErasedHere, eraseFurther, withScratch } from '../chain/erase.ts';
import { type CommandBackend, withBackend } from '../chain/open.ts';
import { waitUntilSettled } from '../chain/settle.ts';
import { log, print, printJson } from '../print.ts';
import { type MaybeServer, onServer } from '../server/on-server.ts';
import { erasedText, erasureText } from '../text/erased.ts';
import { printSettled } from './upload.ts';

interface EraseOptions extends MaybeServer {
  readonly entity: string;
  readonly dropFiles?: boolean;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly dataDir: string;
  readonly json?: boolean;
}

/** Asks for the deletion that the erasure begins with, and waits for it. False where it did not come to be. */
const begin = async (
  backend: CommandBackend,
  dataset: string,
  { entity, dropFiles = false, dataDir, json }: EraseOptions,
): Promise<boolean> => {
  const erases = { dropFiles };
  const receipt = backend.idle
    ? await deleteInForeground(dataDir, dataset, { entity }, { json: json === true, erases })
    : await waitUntilSettled(
        backend,
        (await requestDeletion(backend.stores, dataset, { entity }, undefined, erases)).run,
        { pollMs: backend.pollMs },
      );
  if (isInVersion(receipt)) return true;
  printSettled(backend, receipt, { json: json === true });
  return false;
};

const PAUSE_MS = 1_000;

const isWaiting = ({ left }: ErasedHere): boolean => left === 'busy' || left === 'swept';

/** A run that was broken off ends no sooner than somebody works here again. */
const isHeldUpForGood = (erased: readonly ErasedHere[], { dataDir }: CommandBackend): boolean =>
  dataDir !== undefined && !isFolderInUse(dataDir) && erased.some(({ left }) => left === 'busy');

/** Goes on until all is gone: where a run is in flight, or a sweep at work, once that has ended. */
const eraseAll = async (backend: CommandBackend, dataset: string): Promise<ErasedHere[]> => {
  for (let isFirst = true; ; isFirst = false) {
    const erased = await eraseFurther(backend, dataset);
    if (!erased.some(isWaiting) || isHeldUpForGood(erased, backend)) return erased;
    if (isFirst)
      log(
        `waiting until what is at work on ${dataset} has ended; with Ctrl-C, the next sweep goes on (wattline up does so by itself)`,
      );
    await sleep(PAUSE_MS);
  }
};

/** `wattline erase`: a deletion, and then every trace. Where it was begun before, it goes on. */
export const erase = async (dataset: string, options: EraseOptions): Promise<void> => {
  if (onServer(options)) return (await import('../server/erase.ts')).erase(dataset, options);
  const { entity, dropFiles = false, dryRun = false, json = false } = options;
  const by = async (backend: CommandBackend): Promise<void> => {
    const { stores } = backend;
    const isBegun = pendingErasures(await readLog(stores.results, dataset)).some(
      (one) => one.entity === entity,
    );
    if (!isBegun) {
      const { signal } = new AbortController();
      const preview = await withScratch(backend, (scratch) =>
        previewErasure({ stores, dataset, scratch, signal }, { entity, dropFiles }),
      );
      if (dryRun && json) return printJson(preview);
      if (dryRun || !json) print(erasureText(preview));
      if (dryRun) return;
      await confirmErasure(entity, options);
      if (!(await begin(backend, dataset, options))) return;
    } else if (!json) log(`${entity} was begun to be erased from ${dataset}: going on`);
    const erased = await eraseAll(backend, dataset);
    if (json) printJson(erased);
    else for (const one of erased) print(erasedText(one));
    if (erased.some(({ left, traces, logs = [] }) => left !== undefined || traces.length + logs.length > 0))
      process.exitCode = 1;
  };
  await withBackend(options.dataDir, by, {
    needs: { stores: ['staging', 'features', 'models', 'results'], queues: ['events'] },
  });
};
