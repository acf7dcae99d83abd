import type { Preview, SpecProblem, SpecText } from '@wattline/api';
import { API, getJson, request, segment, sendJson } from './request.ts';

export const getSpec = (dataset: string, signal?: AbortSignal): Promise<SpecText> =>
  getJson(`/datasets/${segment(dataset)}/spec`, signal);

/** Refused with 412 where somebody else wrote since `etag` was read. */
export const saveSpec = (dataset: string, text: string, etag: string | undefined): Promise<SpecText> =>
  sendJson(
    'PUT',
    `/datasets/${segment(dataset)}/spec`,
    { text },
    etag === undefined ? { 'if-none-match': '*' } : { 'if-match': etag },
  );

export const validateSpec = (
  text: string,
  signal?: AbortSignal,
): Promise<{ valid: boolean; problems: SpecProblem[] }> =>
  sendJson('POST', '/specs/validation', { text }, {}, signal);

/** What a preview reads of a file at most. */
const PREVIEW_BYTES = 4 * 1024 * 1024;

export const previewFile = async (
  file: File,
  spec: string | undefined,
  signal?: AbortSignal,
): Promise<Preview> => {
  const form = new FormData();
  form.set('name', file.name);
  if (spec !== undefined) form.set('spec', spec);
  form.set('file', file.slice(0, PREVIEW_BYTES), file.name);
  const response = await request(`${API}/previews`, {
    method: 'POST',
    body: form,
    ...(signal === undefined ? {} : { signal }),
  });
  return (await response.json()) as Preview;
};
