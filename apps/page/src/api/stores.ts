import type { ObjectPage, StoreList, StoreName } from '@wattline/api';
import { api } from './client.ts';

export type Store = StoreList['stores'][number];

export const getStores = (signal?: AbortSignal): Promise<StoreList> => api.getStores({}, { signal });

export const getObjects = (
  store: StoreName,
  query: { readonly prefix: string; readonly cursor?: string | undefined },
  signal?: AbortSignal,
): Promise<ObjectPage> => api.getObjects({ params: { store }, query }, { signal });
