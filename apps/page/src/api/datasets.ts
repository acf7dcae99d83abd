import type { DatasetDetail, DatasetList, VersionDifference } from '@wattline/api';
import { api } from './client.ts';

export const getDatasets = (signal?: AbortSignal): Promise<DatasetList> => api.getDatasets({}, { signal });

export const getDataset = (dataset: string, signal?: AbortSignal): Promise<DatasetDetail> =>
  api.getDataset({ params: { dataset } }, { signal });

export const getDifference = (
  dataset: string,
  from: string,
  to: string,
  signal?: AbortSignal,
): Promise<VersionDifference> => api.getDifference({ params: { dataset }, query: { from, to } }, { signal });
