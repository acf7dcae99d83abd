import { InvalidKey } from './errors.ts';

// S3 takes no longer key.
const MAX_KEY_BYTES = 1024;

const segmentFault = (segment: string): string | undefined => {
  if (segment === '') return 'has an empty segment';
  if (segment === '.' || segment === '..') return `has the segment "${segment}"`;
  return undefined;
};

/** What makes a key one that no store takes, in words that follow "the key …"; undefined where nothing does. */
export const keyFault = (key: string): string | undefined => {
  if (key.includes('\0')) return 'has a NUL';
  if (!key.isWellFormed()) return 'is no Unicode text';
  if (Buffer.byteLength(key) > MAX_KEY_BYTES) return `is longer than ${MAX_KEY_BYTES} bytes`;
  for (const segment of key.split('/')) {
    const fault = segmentFault(segment);
    if (fault !== undefined) return fault;
  }
  return undefined;
};

export const invalidKey = (key: string, fault: string): InvalidKey =>
  new InvalidKey(`the key ${JSON.stringify(key)} ${fault}`);
