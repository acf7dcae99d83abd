import type { Retention, SweepResult } from '@wattline/api';
import { api } from './client.ts';

export const getRetention = (dataset: string, signal?: AbortSignal): Promise<Retention> =>
  api.getRetention({ params: { dataset } }, { signal });

export const sweepDataset = (dataset: string): Promise<SweepResult> =>
  api.sweepDataset({ params: { dataset } });

export const pinVersion = async (
  dataset: string,
  version: string,
  name: string | undefined,
): Promise<void> => {
  await api.pinVersion({ params: { dataset, version }, body: { name } });
};

export const unpinVersion = async (dataset: string, version: string): Promise<void> => {
  await api.unpinVersion({ params: { dataset, version } });
};
