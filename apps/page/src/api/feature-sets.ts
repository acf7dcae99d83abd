import { addressOf, type EntityList, type FeatureRows, type FeatureSet, type Series } from '@wattline/api';
import type { Profile } from '@wattline/engine/profile';
import { api } from './client.ts';

export const getFeatureSet = (dataset: string, version: string, signal?: AbortSignal): Promise<FeatureSet> =>
  api.getFeatureSet({ params: { dataset, version } }, { signal });

export const getProfile = async (dataset: string, version: string, signal?: AbortSignal): Promise<Profile> =>
  (await api.getProfile({ params: { dataset, version } }, { signal })) as Profile;

export interface SeriesQuestion {
  readonly columns: readonly string[];
  readonly entity?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly points: number;
}

export const getSeries = (
  dataset: string,
  version: string,
  query: SeriesQuestion,
  signal?: AbortSignal,
): Promise<Series> => api.getSeries({ params: { dataset, version }, query }, { signal });

export const getEntities = (
  dataset: string,
  version: string,
  q: string,
  signal?: AbortSignal,
): Promise<EntityList> =>
  api.getEntities({ params: { dataset, version }, query: { q, limit: 100 } }, { signal });

export interface RowsQuestion {
  readonly offset: number;
  readonly limit: number;
  /** Default: all. */
  readonly columns?: readonly string[] | undefined;
  readonly entity?: string | undefined;
}

export const getRows = (
  dataset: string,
  version: string,
  query: RowsQuestion,
  signal?: AbortSignal,
): Promise<FeatureRows> => api.getRows({ params: { dataset, version }, query }, { signal });

export const knownSetsHref = (dataset: string, version: string, after: string): string =>
  addressOf('/datasets/{dataset}/versions/{version}/known-sets.zip', {
    params: { dataset, version },
    query: { after },
  });

export const rowsCsvHref = (dataset: string, version: string): string =>
  addressOf('/datasets/{dataset}/versions/{version}/rows.csv', { params: { dataset, version } });
