import { basename } from 'node:path/posix';

const encoded = (name: string): string =>
  encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** `Content-Disposition` that has a browser save an answer under `name`, whatever signs are in it (RFC 6266). */
export const attachment = (name: string): string => {
  const file = basename(name.toWellFormed().replaceAll('\\', '/'));
  const plain = file.replace(/[^\w.-]/g, '_');
  return `attachment; filename="${plain === '' ? 'download' : plain}"; filename*=UTF-8''${encoded(file)}`;
};
