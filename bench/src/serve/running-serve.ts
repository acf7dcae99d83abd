import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { leanEnvironment, leanFlags } from '@wattline/backend-local';
import { root } from '../paths.ts';
import { type RunningService, startService } from '../running-service.ts';

const { findBundle } = (await import(
  new URL('../../../apps/command/bin/find-bundle.js', import.meta.url).href
)) as { findBundle: (root: string) => string | undefined };

/** As `wattline up` has it. */
const YOUNG_MB = 4;
const ENVIRONMENT = { ...leanEnvironment, MALLOC_MMAP_THRESHOLD_: '131072' };

/** What `wattline up` starts: the bundle while it is fresh. */
const moduleOf = (): string => {
  const command = findBundle(root);
  const bundled = command === undefined ? '' : join(dirname(command), 'serve.js');
  return existsSync(bundled) ? bundled : join(root, 'services/serve/src/main.ts');
};

/** The service that serves rows, on a data folder, once it says that it is ready. */
export const startServe = (dataDir: string): Promise<RunningService> =>
  startService(moduleOf(), dataDir, { ...ENVIRONMENT, WATTLINE_LOG_LEVEL: 'info' }, leanFlags(YOUNG_MB));
