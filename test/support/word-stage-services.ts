import { fileURLToPath } from 'node:url';
import { type SuperviseOptions, superviseProcesses } from '@wattline/backend-local';
import { stageNames } from '@wattline/worker';
import { onTestFinished } from 'vitest';

/** The word stages, each a process that is started again when it ends. */
export const superviseWordStages = async (
  environment: Record<string, string>,
  onExit?: SuperviseOptions['onExit'],
  /** Processes of each. */
  count = 1,
): Promise<void> => {
  const supervision = superviseProcesses({
    services: stageNames.map((name) => ({
      name,
      module: fileURLToPath(new URL('word-stage-main.ts', import.meta.url)),
      count,
      environment: { WORD_STAGE: name },
    })),
    environment: { ...process.env, WATTLINE_LOG_LEVEL: 'silent', ...environment },
    restartMs: 1,
    onLine: () => {},
    ...(onExit && { onExit }),
  });
  onTestFinished(() => supervision.stop());
  await supervision.ready;
};
