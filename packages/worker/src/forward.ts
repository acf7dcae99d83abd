import { nodeOf, type StageName, taskCount } from '@wattline/topology';
import type { Chain } from './chain.ts';
import { doneEvent, type Part, stageEvent, type WattlineEvent } from './events.ts';
import { ledgerKeys, type StageDone } from './ledger.ts';

const countDone = async (chain: Chain, { run, replay }: Part, stage: StageName): Promise<number> => {
  let count = 0;
  for await (const { key } of chain.stores.results.list(ledgerKeys(run).stageRoot(replay, stage))) {
    if (key.endsWith('/done.json')) count += 1;
  }
  return count;
};

/** The tasks of the next stage that may begin now that this one is done; all but the count of those done is pure. */
const nextTasks = async (
  stage: StageName,
  next: StageName,
  task: Part,
  done: StageDone,
  chain: Chain,
): Promise<Part[]> => {
  const { run, dataset, replay } = task;
  const [from, to] = [nodeOf(stage).scope, nodeOf(next).scope];
  if (from === 'part' && to === 'part') return [task];
  // Whoever ends last sees all tasks done; two who see it both send, and the second message does nothing.
  if (from === 'part' && (await countDone(chain, task, stage)) < task.parts) return [];
  const parts = taskCount(next, done.parts);
  return Array.from({ length: parts }, (_, part) => ({ run, dataset, replay, part, parts }));
};

export const announce = (chain: Chain, event: WattlineEvent): Promise<void> =>
  chain.queues.events.send(JSON.stringify(event));

/** Tells the next stage and those who watch. May be said again at any time: it is the same message. */
export const forward = async (stage: StageName, part: Part, done: StageDone, chain: Chain): Promise<void> => {
  const type = doneEvent(stage);
  const { next } = nodeOf(stage);
  const tasks = next === undefined ? [] : await nextTasks(stage, next, part, done, chain);
  for (const task of tasks) {
    if (next !== undefined)
      await chain.queues[next].send(JSON.stringify(stageEvent(type, { ...task, stage })));
  }
  const version = done.result.version;
  const parts = Math.max(done.parts, part.parts);
  await announce(
    chain,
    stageEvent(type, { ...part, parts, stage, ...(typeof version === 'string' && { version }) }),
  );
};
