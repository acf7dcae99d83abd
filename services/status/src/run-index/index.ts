export { eraseRows } from './erase-rows.ts';
export { openRunIndex } from './open-run-index.ts';
export type { RunIndex } from './run-index.ts';
export { summarize } from './summarize.ts';
