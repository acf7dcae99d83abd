import type { VersionPlan } from '@wattline/api';
import { api } from './client.ts';
import { whenFree } from './when-free.ts';

/** What a spec would make of a dataset; nothing is kept of it. */
export const planVersion = (dataset: string, spec: string, signal?: AbortSignal): Promise<VersionPlan> =>
  whenFree(() => api.planVersion({ params: { dataset }, body: { spec } }, { signal }), signal);
