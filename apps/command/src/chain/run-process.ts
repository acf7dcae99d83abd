import { availableParallelism } from 'node:os';
import { openReaderPool, type ReaderPool } from '@wattline/reader';
import type { ObjectRef, Stage } from '@wattline/worker';
import { z } from 'zod';
import type { RunTasks, StageTask } from './run-tasks.ts';

export type RunProcess = ReaderPool<RunTasks>;

let started: RunProcess | undefined;

/**
 * The process (of a large run: two) beside `wattline run` and `wattline spec`, in which the file is read and everything is computed: it may die of the file, and
 * this one need not load the engine. The first call starts it.
 */
export const runProcess = (): RunProcess => {
  // A run checks little: to compile its schemas takes longer than to go through them.
  z.config({ jitless: true });
  started ??= openReaderPool<RunTasks>({
    tasks: new URL('./run-tasks.ts', import.meta.url),
    // Of a run with several parts, two are computed at once: one alone waits for the disk, and for its own thread.
    size: availableParallelism() > 1 ? 2 : 1,
    warm: 1,
  });
  return started;
};

/** A stage whose code runs in that process. */
export const stageInProcess = (stage: StageTask['stage'], process: RunProcess): Stage => ({
  name: stage,
  run: async ({
    workKey,
    signal,
    log,
    ingested,
    run,
    replay,
    part,
    parts,
    scratch,
    inputs,
    later,
    fetch,
  }) => {
    const { lines, ...outcome } = await process.run(
      'stage',
      {
        ...{ stage, workPrefix: workKey(''), run, replay, part, parts, inputs, later, scratch },
        ...(ingested && { ingested }),
      },
      { what: stage, signal, reply: (refs) => fetch(refs as readonly ObjectRef[]) },
    );
    for (const { fields, message } of lines) log.info(fields, message);
    return outcome;
  },
});
