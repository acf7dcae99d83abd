import { gzip } from './gzip.ts';
import type { Packing } from './packing.ts';
import { zip } from './zip.ts';
import { zstd } from './zstd.ts';

/** Every packing that can be read through, in the order in which they are tried. */
export const packings: readonly Packing[] = [gzip, zip, zstd];

/** Throws where there is none: whoever names it has read through it. */
export const packingBy = (wanted: string): Packing => {
  const packing = packings.find(({ key }) => key === wanted);
  if (packing === undefined) throw new Error(`there is no packing ${wanted}`);
  return packing;
};

export const packingOf = (head: Uint8Array): Packing | undefined =>
  packings.find(({ detect }) => detect(head));
