import { join, relative, resolve } from 'node:path';
import type { StoreName } from '@wattline/topology';

/** Where a user finds a stored object with ordinary tools: its path, as short as it can be told. */
export const localPlace =
  (dataDir: string) =>
  (store: StoreName, key: string): string => {
    const path = join(resolve(dataDir), store, key);
    const short = relative(process.cwd(), path);
    return short.startsWith('..') ? path : short;
  };
