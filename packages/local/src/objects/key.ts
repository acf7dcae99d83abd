import { InvalidKey } from '@wattline/ports';

/** The folder in a store's root that holds what is not the user's: versions, locks, unfinished writes. */
export const HIDDEN = '.wattline';

// S3 takes no longer key, file systems no longer name.
const MAX_KEY_BYTES = 1024;
const MAX_SEGMENT_BYTES = 255;

const windowsForbids = (segment: string): boolean =>
  /[\\<>:"|?*]|[. ]$/.test(segment) || /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(segment);

const segmentFault = (segment: string, index: number): string | undefined => {
  if (segment === '') return 'has an empty segment';
  if (segment === '.' || segment === '..') return `has the segment "${segment}"`;
  if (Buffer.byteLength(segment) > MAX_SEGMENT_BYTES)
    return `has a segment longer than ${MAX_SEGMENT_BYTES} bytes`;
  // Whatever the case: some file systems do not tell one from the other.
  if (index === 0 && segment.toLowerCase() === HIDDEN) return `begins with "${HIDDEN}", which is reserved`;
  if (process.platform === 'win32' && windowsForbids(segment)) return 'is no file name on Windows';
  return undefined;
};

const keyFault = (key: string, segments: readonly string[]): string | undefined => {
  if (key.includes('\0')) return 'has a NUL';
  if (!key.isWellFormed()) return 'is no Unicode text';
  if (Buffer.byteLength(key) > MAX_KEY_BYTES) return `is longer than ${MAX_KEY_BYTES} bytes`;
  for (const [index, segment] of segments.entries()) {
    const fault = segmentFault(segment, index);
    if (fault !== undefined) return fault;
  }
  return undefined;
};

/** The segments of a key that a folder can hold. Throws InvalidKey. */
export const keySegments = (key: string): string[] => {
  const segments = key.split('/');
  const fault = keyFault(key, segments);
  if (fault !== undefined) throw new InvalidKey(`the key ${JSON.stringify(key)} ${fault}`);
  return segments;
};

export const isValidKey = (key: string): boolean => keyFault(key, key.split('/')) === undefined;
