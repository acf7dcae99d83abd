export { readStatusConfig, type StatusConfig } from './config.ts';
export { createStatusApp } from './create-app.ts';
export type { StatusDeps } from './deps.ts';
export { type RunningStatus, startStatus } from './start-status.ts';
