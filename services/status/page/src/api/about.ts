import type { About } from '../../../src/api/schemas/index.ts';
import { getJson } from './request.ts';

export const getAbout = (signal?: AbortSignal): Promise<About> => getJson('/about', signal);
