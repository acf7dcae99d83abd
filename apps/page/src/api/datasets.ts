import type { DatasetDetail, DatasetList, VersionDifference } from '@wattline/api';
import { getJson, query, segment } from './request.ts';

export const getDatasets = (signal?: AbortSignal): Promise<DatasetList> => getJson('/datasets', signal);

export const getDataset = (dataset: string, signal?: AbortSignal): Promise<DatasetDetail> =>
  getJson(`/datasets/${segment(dataset)}`, signal);

export const getDifference = (
  dataset: string,
  from: string,
  to: string,
  signal?: AbortSignal,
): Promise<VersionDifference> =>
  getJson(`/datasets/${segment(dataset)}/differences${query({ from, to })}`, signal);
