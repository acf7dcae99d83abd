import type { ChangePage, DatasetDetail, DatasetList, VersionDifference } from '@wattline/api';
import { api } from './client.ts';

export const getDatasets = (signal?: AbortSignal): Promise<DatasetList> => api.getDatasets({}, { signal });

/** With a page of its versions: the newest, or those that `cursor` asks for. */
export const getDataset = (
  dataset: string,
  signal?: AbortSignal,
  cursor?: string | undefined,
): Promise<DatasetDetail> => api.getDataset({ params: { dataset }, query: { cursor } }, { signal });

export const getDifference = (
  dataset: string,
  from: string,
  to: string,
  signal?: AbortSignal,
): Promise<VersionDifference> => api.getDifference({ params: { dataset }, query: { from, to } }, { signal });

/** A page of the rows that changed. */
export const getRowChanges = (
  dataset: string,
  query: {
    readonly from: string;
    readonly to: string;
    readonly entity?: string | undefined;
    readonly cursor?: string | undefined;
    readonly limit: number;
  },
  signal?: AbortSignal,
): Promise<ChangePage> => api.getRowChanges({ params: { dataset }, query }, { signal });
