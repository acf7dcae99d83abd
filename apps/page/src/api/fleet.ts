import type { FleetView } from '@wattline/api';
import { api } from './client.ts';

export const getFleet = (signal?: AbortSignal): Promise<FleetView> => api.getFleet({}, { signal });
