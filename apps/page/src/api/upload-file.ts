import type { Uploaded } from '@wattline/api';
import { failureOf, problemFrom } from './failure.ts';
import { API, query, tokenHeader } from './request.ts';

/** Streams the file to the service. XMLHttpRequest, since fetch tells nothing of how far a body is. */
export const uploadFile = (
  { dataset, file }: { readonly dataset: string; readonly file: File },
  onProgress: (sentBytes: number) => void,
  signal: AbortSignal,
): Promise<Uploaded> =>
  new Promise((resolve, reject) => {
    const transfer = new XMLHttpRequest();
    transfer.open('POST', `${API}/uploads${query({ dataset, name: file.name })}`);
    for (const [name, value] of Object.entries(tokenHeader())) transfer.setRequestHeader(name, value);
    transfer.setRequestHeader('content-type', 'application/octet-stream');
    transfer.upload.addEventListener('progress', ({ loaded }) => onProgress(loaded));
    transfer.addEventListener('error', () => reject(failureOf(new Error('the connection broke off'))));
    transfer.addEventListener('abort', () => reject(new DOMException('cancelled', 'AbortError')));
    transfer.addEventListener('load', () => {
      if (transfer.status === 201) resolve(JSON.parse(transfer.responseText) as Uploaded);
      else reject(problemFrom(transfer.status, transfer.responseText));
    });
    signal.addEventListener('abort', () => transfer.abort(), { once: true });
    transfer.send(file);
  });
