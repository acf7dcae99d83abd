const MIB = 1 << 20;

/** From which size on an object goes in parts, and how large these are. S3 takes no part below 5 MiB but the last. */
export interface Limits {
  /** The largest file that is put in one request. */
  readonly onePutBytes: number;
  readonly partBytes: number;
  /** The largest object that is copied in one request: at most 5 GiB. */
  readonly oneCopyBytes: number;
  readonly copyPartBytes: number;
  /** How many parts are on their way at once; each of an upload is held in memory. */
  readonly concurrency: number;
}

export const s3Limits: Limits = {
  onePutBytes: 8 * MIB,
  partBytes: 8 * MIB,
  oneCopyBytes: 5 * 1024 * MIB,
  copyPartBytes: 512 * MIB,
  concurrency: 4,
};
