import { onTestFinished } from 'vitest';

const NOBODY = 65_534;

/** For the rest of the test, permissions hold: root, whom they do not stop, becomes nobody. */
export const becomeOrdinaryUser = (): void => {
  if (process.geteuid?.() !== 0) return;
  process.seteuid?.(NOBODY);
  onTestFinished(() => process.seteuid?.(0));
};
