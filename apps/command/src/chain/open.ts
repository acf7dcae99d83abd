import { existsSync } from 'node:fs';
import { isFolderInUse } from '@wattline/backend-local';
import { type BackendNeeds, type OpenBackend, openBackend, readConfig } from '@wattline/bootstrap';
import { UsageError } from '@wattline/errors';
import type { KeepDays, StoreName } from '@wattline/topology';
import { z } from 'zod';
import { localPlace } from './local-place.ts';

/** The chain that a command works on, and what a user should know of it. */
export interface CommandBackend extends OpenBackend {
  /** Where a user finds a stored object. */
  place(store: StoreName, key: string): string;
  /** The data folder, where the stores are in one. */
  readonly dataDir?: string;
  /** No stack is at work on it, as far as can be known from here. */
  readonly idle: boolean;
  /** For how long what goes by age stays. */
  readonly keepDays: KeepDays;
  /** How often to look for a change, ms: looking costs a request each time on S3. */
  readonly pollMs: number;
}

export interface UseOptions {
  /** Make the data folder where there is none, instead of printing that it is missing. */
  readonly make?: boolean;
  readonly needs?: BackendNeeds;
}

const requireFolder = (dataDir: string): void => {
  if (existsSync(dataDir)) return;
  throw new UsageError('DATA_DIR_MISSING', `there is no data folder ${dataDir}`, {
    place: { file: dataDir },
    remedy: 'start a stack with: npm start; or name its folder: --data-dir FOLDER',
  });
};

/** Runs `use` on the chain of the adapters that the environment chooses. */
export const withBackend = async <Result>(
  dataDir: string,
  use: (backend: CommandBackend) => Promise<Result>,
  { make = false, needs = { stores: ['results'], queues: [] } }: UseOptions = {},
): Promise<Result> => {
  // A command checks little: to compile its schemas takes longer than to go through them.
  z.config({ jitless: true });
  const config = readConfig({ ...process.env, WATTLINE_DATA_DIR: dataDir });
  const { store } = config.adapters;
  const isLocal = store === 'directory';
  if (isLocal && !make) requireFolder(dataDir);
  const backend = await openBackend(config, process.env, needs);
  try {
    return await use({
      ...backend,
      ...(isLocal && { dataDir }),
      place: isLocal
        ? localPlace(dataDir)
        : (of, key) => `${store === 's3' ? 's3://' : ''}${backend.stores[of].name}/${key}`,
      keepDays: config.keepDays,
      idle: isLocal && !isFolderInUse(dataDir),
      pollMs: isLocal ? 100 : 250,
    });
  } finally {
    await backend.close();
  }
};
