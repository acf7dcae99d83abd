import { gzip } from './gzip.ts';
import type { Packing } from './packing.ts';

/** Every packing that can be read through, in the order in which they are tried. */
export const packings: readonly Packing[] = [gzip];

export const packingOf = (head: Uint8Array): Packing | undefined =>
  packings.find(({ detect }) => detect(head));
