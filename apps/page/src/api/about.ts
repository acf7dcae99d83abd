import type { About } from '@wattline/api';
import { getJson } from './request.ts';

export const getAbout = (signal?: AbortSignal): Promise<About> => getJson('/about', signal);
