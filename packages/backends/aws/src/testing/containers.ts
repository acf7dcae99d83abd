import { describe, inject, test } from 'vitest';
import type {} from './docker-setup.ts';

/** Tests that start containers of their own: shown as skipped where there is no Docker. */
export const inContainers = (name: string, body: () => void): void => {
  if (inject('docker')) describe(name, body);
  else describe.skip(name, () => test('needs Docker', () => {}));
};
