import type { Preview, SpecText, SpecVerdict } from '@wattline/api';
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

/** What a preview reads of a file at most. */
const PREVIEW_BYTES = 4 * 1024 * 1024;

export const previewFile = (file: File, spec: string | undefined, signal?: AbortSignal): Promise<Preview> => {
  const form = new FormData();
  form.set('name', file.name);
  if (spec !== undefined) form.set('spec', spec);
  form.set('file', file.slice(0, PREVIEW_BYTES), file.name);
  return api.preview({ body: form }, { signal });
};
