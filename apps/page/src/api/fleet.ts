import type { FleetView } from '@wattline/api';
import { getJson } from './request.ts';

export const getFleet = (signal?: AbortSignal): Promise<FleetView> => getJson('/fleet', signal);
