import type { RunStatus } from '../../../src/api/schemas/index.ts';

export const isGoingOn = (status: RunStatus): boolean => status === 'waiting' || status === 'running';
