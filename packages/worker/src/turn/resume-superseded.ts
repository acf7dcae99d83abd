import { firstStage } from '@wattline/topology';
import type { Backend } from '../backend.ts';
import { joinedEntries, readLog } from '../dataset/dataset-log.ts';
import { enqueueNext } from '../enqueue-next.ts';
import type { Task } from '../events.ts';
import { ledgerKeys, readDocument, StageDone } from '../ledger.ts';
import { readRunEnd } from './run-end.ts';
import { entryOf } from './take-turn.ts';

/**
 * Where a run makes no version, those that it superseded go on: each is sent again, and finds out whether yet another
 * supersedes it. Call it once the run's end is recorded; doing it again is harmless.
 */
export const resumeSuperseded = async (
  backend: Backend,
  { run, replay, dataset }: Pick<Task, 'run' | 'replay' | 'dataset'>,
): Promise<void> => {
  const { results } = backend.stores;
  const own = await entryOf(results, { run, replay });
  if (own === undefined) return;
  const before = joinedEntries((await readLog(results, dataset)).slice(0, own.entry - 1));
  for (const one of before.toReversed()) {
    // It has all that came before it.
    if ((await readRunEnd(results, one)) === 'sealed') return;
    const keys = ledgerKeys(one.run);
    if ((await results.head(keys.superseded(one.replay))) === undefined) continue;
    const done = await readDocument(results, keys.done(one.replay, firstStage, 0), StageDone);
    if (done === undefined) continue;
    const task = { run: one.run, dataset, replay: one.replay, part: 0, parts: 1 };
    await enqueueNext(firstStage, task, done, backend);
  }
};
