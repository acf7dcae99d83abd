import type { RunStatus } from '@wattline/api';

export const isGoingOn = (status: RunStatus): boolean => status === 'waiting' || status === 'running';
