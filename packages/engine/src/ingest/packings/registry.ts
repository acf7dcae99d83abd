import { gzip } from './gzip.ts';
import type { Packing } from './packing.ts';
import { zip } from './zip.ts';
import { zstd } from './zstd.ts';

/** Every packing that can be read through, in the order in which they are tried. */
export const packings: readonly Packing[] = [gzip, zip, zstd];

export const packingOf = (head: Uint8Array): Packing | undefined =>
  packings.find(({ detect }) => detect(head));
