import { join, relative, resolve } from 'node:path';
import type { StoreName } from '@wattline/topology';

/** The path of a stored object, relative to the working directory if that is shorter. */
export const localPlace =
  (dataDir: string) =>
  (store: StoreName, key: string): string => {
    const path = join(resolve(dataDir), store, key);
    const short = relative(process.cwd(), path);
    return short.startsWith('..') ? path : short;
  };
