import type { About } from '@wattline/api';
import { api } from './client.ts';

export const getAbout = (signal?: AbortSignal): Promise<About> => api.getAbout({}, { signal });
