import type { FleetView } from '../../../src/api/schemas/index.ts';
import { getJson } from './request.ts';

export const getFleet = (signal?: AbortSignal): Promise<FleetView> => getJson('/fleet', signal);
