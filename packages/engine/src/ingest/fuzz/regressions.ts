import type { Shape } from './axes.ts';

/** What was once read wrong: the axes that differ from the plainest file, and the seed. */
export const regressions: readonly (Partial<Shape> & { readonly seed: number })[] = [];
