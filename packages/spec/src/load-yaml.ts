import { createRequire } from 'node:module';

let loaded: typeof import('yaml') | undefined;

/** Loaded with the first spec that is read or written: a process that waits for work needs 12 MB less without it. */
export const loadYaml = (): typeof import('yaml') => {
  loaded ??= createRequire(import.meta.url)('yaml') as typeof import('yaml');
  return loaded;
};
