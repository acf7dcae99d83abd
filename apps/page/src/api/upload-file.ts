import { addressOf, errorFrom, operations, Uploaded } from '@wattline/api';
import { token } from '../session/token.ts';
import { failureOf } from './failure.ts';

/** Streams the file to the service. By XMLHttpRequest, because fetch does not report progress. */
export const uploadFile = (
  { dataset, file }: { readonly dataset: string; readonly file: File },
  onProgress: (sentBytes: number) => void,
  signal: AbortSignal,
): Promise<Uploaded> =>
  new Promise((resolve, reject) => {
    const { method, path } = operations.upload;
    const transfer = new XMLHttpRequest();
    transfer.open(method, addressOf(path, { query: { dataset, name: file.name } }));
    if (token.value !== undefined) transfer.setRequestHeader('authorization', `Bearer ${token.value}`);
    transfer.setRequestHeader('content-type', 'application/octet-stream');
    transfer.upload.addEventListener('progress', ({ loaded }) => onProgress(loaded));
    transfer.addEventListener('error', () => reject(failureOf(new Error('the connection broke off'))));
    transfer.addEventListener('abort', () => reject(new DOMException('cancelled', 'AbortError')));
    transfer.addEventListener('load', () => {
      if (transfer.status === 201) resolve(Uploaded.parse(JSON.parse(transfer.responseText)));
      else reject(errorFrom(transfer.status, transfer.responseText));
    });
    signal.addEventListener('abort', () => transfer.abort(), { once: true });
    transfer.send(file);
  });
