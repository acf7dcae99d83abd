import { fileURLToPath } from 'node:url';
import { type RunningService, startService } from './running-service.ts';

/** The status service alone, on a data folder or where `settings` say, once it serves. */
export const startStatusService = (
  dataDir: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<RunningService> =>
  startService(
    fileURLToPath(new URL('../../services/status/src/main.ts', import.meta.url)),
    dataDir,
    settings,
  );
