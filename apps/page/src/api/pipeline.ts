import type { Pipeline } from '@wattline/api';
import { api } from './client.ts';

export const getPipeline = (signal?: AbortSignal): Promise<Pipeline> => api.getPipeline({}, { signal });
