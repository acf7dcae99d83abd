import type { EntityList, FeatureRows, FeatureSet, Series } from '@wattline/api';
import type { Profile } from '@wattline/engine/profile';
import { API, getJson, query, segment } from './request.ts';

const place = (dataset: string, version: string): string =>
  `/datasets/${segment(dataset)}/versions/${segment(version)}`;

export const getFeatureSet = (dataset: string, version: string, signal?: AbortSignal): Promise<FeatureSet> =>
  getJson(place(dataset, version), signal);

export const getProfile = (dataset: string, version: string, signal?: AbortSignal): Promise<Profile> =>
  getJson(`${place(dataset, version)}/profile`, signal);

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
  question: SeriesQuestion,
  signal?: AbortSignal,
): Promise<Series> => getJson(`${place(dataset, version)}/series${query({ ...question })}`, signal);

export const getEntities = (
  dataset: string,
  version: string,
  q: string,
  signal?: AbortSignal,
): Promise<EntityList> => getJson(`${place(dataset, version)}/entities${query({ q, limit: 100 })}`, signal);

export interface RowsQuestion {
  readonly offset: number;
  readonly limit: number;
  /** All where they are left out. */
  readonly columns?: readonly string[] | undefined;
  readonly entity?: string | undefined;
}

export const getRows = (
  dataset: string,
  version: string,
  question: RowsQuestion,
  signal?: AbortSignal,
): Promise<FeatureRows> => getJson(`${place(dataset, version)}/rows${query({ ...question })}`, signal);

export const rowsCsvHref = (dataset: string, version: string): string =>
  `${API}${place(dataset, version)}/rows.csv`;
