import type { StageName } from '@wattline/topology';
import type { Backend } from './backend.ts';
import { publishEvent } from './enqueue-next.ts';
import { stageEvent, type Task } from './events.ts';
import { readMessage } from './message-tasks.ts';
import { openRun } from './runs.ts';
import type { OfferedShare } from './shares/share.ts';
import { isDeletion } from './upload.ts';

/**
 * The tasks that a message hands to a stage, or the share of another one's that it offers; opens the runs of uploads.
 * Throws UnreadableMessage.
 */
export const takeTasks = async (
  stage: StageName,
  body: string,
  backend: Backend,
): Promise<readonly Task[] | OfferedShare> => {
  const content = readMessage(stage, body, backend.stores);
  if (content.type === 'share') return content.share;
  if (content.type === 'task') return [content.task];
  const runs = await Promise.all(content.uploads.map((one) => openRun(one, backend.stores)));
  const opened = runs.flatMap((run) =>
    run === undefined
      ? []
      : [
          {
            task: { run: run.run, dataset: run.dataset, replay: 0, part: 0, parts: 1 },
            type: isDeletion(run.upload.key)
              ? ('wattline.deletion.received' as const)
              : ('wattline.upload.received' as const),
          },
        ],
  );
  for (const { task, type } of opened) await publishEvent(backend, stageEvent(type, { ...task, stage }));
  return opened.map(({ task }) => task);
};
