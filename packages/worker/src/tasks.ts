import type { StageName } from '@wattline/topology';
import type { Chain } from './chain.ts';
import { type Part, stageEvent } from './events.ts';
import { announce } from './forward.ts';
import { readMessage } from './message-tasks.ts';
import { openRun } from './runs.ts';

/** The tasks that a message hands to a stage; opens the runs of uploads. Throws UnreadableMessage. */
export const takeTasks = async (stage: StageName, body: string, chain: Chain): Promise<Part[]> => {
  const content = readMessage(stage, body, chain.stores);
  if (content.type === 'task') return [content.task];
  const runs = await Promise.all(content.uploads.map((one) => openRun(one, chain.stores)));
  const tasks = runs.flatMap((run) =>
    run === undefined ? [] : [{ run: run.run, dataset: run.dataset, replay: 0, part: 0, parts: 1 }],
  );
  for (const task of tasks) await announce(chain, stageEvent('wattline.upload.received', { ...task, stage }));
  return tasks;
};
