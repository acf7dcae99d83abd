import type { Deletion, DeletionAccepted, ErasurePreview, HistoryPage, Restored } from '@wattline/api';
import { api } from './client.ts';

export interface DeletionWish {
  readonly entity?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly upload?: string | undefined;
}

export const getHistory = (
  dataset: string,
  cursor: string | undefined,
  signal?: AbortSignal,
): Promise<HistoryPage> => api.getHistory({ params: { dataset }, query: { cursor } }, { signal });

export const restoreVersion = (dataset: string, version: string): Promise<Restored> =>
  api.restoreVersion({ params: { dataset, version } });

export const previewDeletion = (dataset: string, body: DeletionWish): Promise<Deletion> =>
  api.previewDeletion({ params: { dataset }, body });

export const deleteReadings = (dataset: string, body: DeletionWish): Promise<DeletionAccepted> =>
  api.deleteReadings({ params: { dataset }, body });

interface ErasureWish {
  readonly entity: string;
  readonly dropFiles: boolean;
}

export const previewErasure = (dataset: string, body: ErasureWish): Promise<ErasurePreview> =>
  api.previewErasure({ params: { dataset }, body });

export const eraseEntity = (dataset: string, body: ErasureWish): Promise<DeletionAccepted> =>
  api.eraseEntity({ params: { dataset }, body });
