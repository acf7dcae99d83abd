import { UsageError } from '@wattline/errors';
import type { CommandBackend } from './open.ts';

/** Throws UsageError where nobody is at work whom one could wait for. */
export const requireStack = (backend: Pick<CommandBackend, 'idle'>, dataDir: string): void => {
  if (!backend.idle) return;
  throw new UsageError('STACK_NOT_RUNNING', `no stack is running on ${dataDir}: nothing would end the wait`, {
    place: { file: dataDir },
    remedy: 'start one with: npm start; or leave out --wait: it is kept, and runs with the next npm start',
  });
};
