import { nodeOf, type StageName, taskCount } from '@wattline/topology';
import type { Backend } from './backend.ts';
import { driftIn } from './drift.ts';
import { doneEvent, stageEvent, type Task, type WattlineEvent } from './events.ts';
import { ledgerKeys, type StageDone } from './ledger.ts';

/** Of so many tasks, a few are looked at before all are listed. */
const LISTED_AT_ONCE = 16;

const countDone = async (backend: Backend, { run, replay }: Task, stage: StageName): Promise<number> => {
  let count = 0;
  for await (const { key } of backend.stores.results.list(ledgerKeys(run).stageRoot(replay, stage))) {
    if (key.endsWith('/done.json')) count += 1;
  }
  return count;
};

/**
 * Whether all tasks of a stage are done. Of many, those that are likely at work are looked at first: to list thousands of
 * documents after each of thousands of tasks takes longer than the tasks.
 */
const areDone = async (backend: Backend, task: Task, stage: StageName): Promise<boolean> => {
  const { run, replay, part, parts } = task;
  if (parts > LISTED_AT_ONCE) {
    const likely = [parts - 1, part + 1, part + 2].map((index) => index % parts);
    for (const other of new Set(likely)) {
      if (other === part) continue;
      const key = ledgerKeys(run).done(replay, stage, other);
      // Who ends that one looks after this one is done.
      if ((await backend.stores.results.head(key)) === undefined) return false;
    }
  }
  return (await countDone(backend, task, stage)) >= parts;
};

/** The tasks of the next stage that may begin now that this one is done; all but the count of those done is pure. */
const nextTasks = async (
  stage: StageName,
  next: StageName,
  task: Task,
  done: StageDone,
  backend: Backend,
): Promise<Task[]> => {
  const { run, dataset, replay } = task;
  const [from, to] = [nodeOf(stage).scope, nodeOf(next).scope];
  if (from === 'part' && to === 'part') return [task];
  // The last to end sees all tasks done. Two that see it both send, and the second message does nothing.
  if (from === 'part' && !(await areDone(backend, task, stage))) return [];
  const parts = taskCount(next, done.parts);
  return Array.from({ length: parts }, (_, part) => ({ run, dataset, replay, part, parts }));
};

export const publishEvent = (backend: Backend, event: WattlineEvent): Promise<void> =>
  backend.queues.events.send(JSON.stringify(event));

/** Sends the messages of the next stage and the events. Safe to repeat: they are the same messages. */
export const enqueueNext = async (
  stage: StageName,
  part: Task,
  done: StageDone,
  backend: Backend,
): Promise<void> => {
  const type = doneEvent(stage);
  const { next } = nodeOf(stage);
  const tasks = next === undefined ? [] : await nextTasks(stage, next, part, done, backend);
  for (const task of tasks) {
    if (next !== undefined)
      await backend.queues[next].send(JSON.stringify(stageEvent(type, { ...task, stage })), {
        group: task.dataset,
      });
  }
  const version = done.result.version;
  const parts = Math.max(done.parts, part.parts);
  const about = { ...part, parts, stage, ...(typeof version === 'string' && { version }) };
  const drift = driftIn(done.result);
  // First, since what is published ends a run.
  if (drift !== undefined && drift.drifted > 0)
    await publishEvent(backend, stageEvent('wattline.version.drifted', { ...about, drift }));
  await publishEvent(backend, stageEvent(type, about));
};
