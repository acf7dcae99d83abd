import type { About, FleetView, Pipeline } from '@wattline/api';
import { api } from './client.ts';

export const getAbout = (signal?: AbortSignal): Promise<About> => api.getAbout({}, { signal });

export const getFleet = (signal?: AbortSignal): Promise<FleetView> => api.getFleet({}, { signal });

export const getPipeline = (signal?: AbortSignal): Promise<Pipeline> => api.getPipeline({}, { signal });
