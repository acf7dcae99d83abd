import type { StageName } from '@wattline/topology';
import type { Backend } from './backend.ts';
import { publishEvent } from './enqueue-next.ts';
import { stageEvent, type Task } from './events.ts';
import { readMessage } from './message-tasks.ts';
import { openRun } from './runs.ts';

/** The tasks that a message hands to a stage; opens the runs of uploads. Throws UnreadableMessage. */
export const takeTasks = async (stage: StageName, body: string, backend: Backend): Promise<Task[]> => {
  const content = readMessage(stage, body, backend.stores);
  if (content.type === 'task') return [content.task];
  const runs = await Promise.all(content.uploads.map((one) => openRun(one, backend.stores)));
  const tasks = runs.flatMap((run) =>
    run === undefined ? [] : [{ run: run.run, dataset: run.dataset, replay: 0, part: 0, parts: 1 }],
  );
  for (const task of tasks)
    await publishEvent(backend, stageEvent('wattline.upload.received', { ...task, stage }));
  return tasks;
};
