import type { Pipeline } from '@wattline/api';
import { getJson } from './request.ts';

export const getPipeline = (signal?: AbortSignal): Promise<Pipeline> => getJson('/pipeline', signal);
