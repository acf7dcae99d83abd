import { createHash } from 'node:crypto';

/** What bytes hash to, and how many there were. */
export interface Hashed {
  /** Hex. */
  readonly sha256: string;
  readonly bytes: number;
}

export interface Sha256 {
  /** Takes the bytes at once: the chunk may be used again. */
  update(chunk: Uint8Array): void;
  /** Of all chunks; call it once. */
  digest(): Hashed;
}

/** For bytes that come in chunks. */
export const createSha256 = (): Sha256 => {
  const hash = createHash('sha256');
  let bytes = 0;
  return {
    update: (chunk) => {
      bytes += chunk.byteLength;
      hash.update(chunk);
    },
    digest: () => ({ sha256: hash.digest('hex'), bytes }),
  };
};

/** Hex SHA-256 of bytes, or of a text's UTF-8. */
export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

/** SHA-256 of texts that begin alike: the beginning is hashed once. */
export const sha256After = (beginning: string): ((rest: string) => string) => {
  const hash = createHash('sha256').update(beginning);
  return (rest) => hash.copy().update(rest).digest('hex');
};
