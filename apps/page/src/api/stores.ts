import type { ObjectPage, StoreName, Store as StoreSchema } from '@wattline/api';
import { getJson, query, segment } from './request.ts';

export type Store = ReturnType<typeof StoreSchema.parse>;

export const getStores = (signal?: AbortSignal): Promise<{ stores: Store[] }> => getJson('/stores', signal);

export const getObjects = (
  store: StoreName,
  question: { readonly prefix: string; readonly cursor?: string | undefined },
  signal?: AbortSignal,
): Promise<ObjectPage> => getJson(`/stores/${segment(store)}/objects${query(question)}`, signal);
