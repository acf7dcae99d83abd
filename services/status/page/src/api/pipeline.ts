import type { Pipeline } from '../../../src/api/schemas/index.ts';
import { getJson } from './request.ts';

export const getPipeline = (signal?: AbortSignal): Promise<Pipeline> => getJson('/pipeline', signal);
