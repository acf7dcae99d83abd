import type { SpecText, SpecVerdict } from '@wattline/api';
import { api } from './client.ts';

export const getSpec = (dataset: string, signal?: AbortSignal): Promise<SpecText> =>
  api.getSpec({ params: { dataset } }, { signal });

/** Refused with 412 where somebody else wrote since `etag` was read. */
export const saveSpec = (dataset: string, text: string, etag: string | undefined): Promise<SpecText> =>
  api.putSpec(
    { params: { dataset }, body: { text } },
    { headers: etag === undefined ? { 'if-none-match': '*' } : { 'if-match': etag } },
  );

export const validateSpec = (text: string, signal?: AbortSignal): Promise<SpecVerdict> =>
  api.validateSpec({ body: { text } }, { signal });
