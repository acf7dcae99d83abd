import { readFile, writeFile } from 'node:fs/promises';
import type { ChangeStage } from './chain-in-process.ts';

/** A fault: a partition that was made before stays as it was, though what it is made of has changed. */
export const createStalePartition = (): { readonly change: ChangeStage; readonly stale: () => number } => {
  const made = new Map<string, Buffer>();
  let stale = 0;
  const change: ChangeStage = (stage) => {
    if (stage.name !== 'aggregate') return stage;
    return {
      ...stage,
      run: async (work) => {
        const outcome = await stage.run(work);
        for (const output of outcome.outputs) {
          if (!('path' in output) || output.labels?.kind !== 'partition') continue;
          const key = `${output.labels.bucket} ${output.labels.period}`;
          const [now, before] = [await readFile(output.path), made.get(key)];
          made.set(key, before ?? now);
          if (before === undefined || before.equals(now)) continue;
          stale += 1;
          await writeFile(output.path, before);
          break;
        }
        return outcome;
      },
    };
  };
  return { change, stale: () => stale };
};
