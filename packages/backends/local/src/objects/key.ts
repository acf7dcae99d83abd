import { invalidKey, keyFault } from '@wattline/backend-contract';

/** The folder in a store's root that holds what is not the user's: versions, locks, unfinished writes. */
export const HIDDEN = '.wattline';

// File systems take no longer name.
const MAX_SEGMENT_BYTES = 255;

const windowsForbids = (segment: string): boolean =>
  /[\\<>:"|?*]|[. ]$/.test(segment) || /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(segment);

const segmentFault = (segment: string, index: number): string | undefined => {
  if (Buffer.byteLength(segment) > MAX_SEGMENT_BYTES)
    return `has a segment longer than ${MAX_SEGMENT_BYTES} bytes`;
  // In any case: some file systems ignore it.
  if (index === 0 && segment.toLowerCase() === HIDDEN) return `begins with "${HIDDEN}", which is reserved`;
  if (process.platform === 'win32' && windowsForbids(segment)) return 'is no file name on Windows';
  return undefined;
};

const faultOf = (key: string): string | undefined => {
  const fault = keyFault(key);
  if (fault !== undefined) return fault;
  for (const [index, segment] of key.split('/').entries()) {
    const own = segmentFault(segment, index);
    if (own !== undefined) return own;
  }
  return undefined;
};

/** The segments of a key that a folder can hold. Throws InvalidKey. */
export const keySegments = (key: string): string[] => {
  const fault = faultOf(key);
  if (fault !== undefined) throw invalidKey(key, fault);
  return key.split('/');
};

/** Why no file here can have the key, in words that complete "its name …"; undefined if one can. */
export const keyFaultHere = (key: string): string | undefined => {
  const fault = faultOf(key);
  return fault === undefined ? undefined : `its name ${fault}`;
};

export const isValidKey = (key: string): boolean => faultOf(key) === undefined;
