import type { BigIntStats } from 'node:fs';
import { z } from 'zod';

/** Identifies one state of a file without reading it. Times in nanoseconds, as text for JSON. */
export const Identity = z.object({
  bytes: z.number(),
  ino: z.string(),
  bornNs: z.string(),
  mtimeNs: z.string(),
  ctimeNs: z.string(),
});
export type Identity = z.infer<typeof Identity>;

export const identityOf = (stats: BigIntStats): Identity => ({
  bytes: Number(stats.size),
  ino: String(stats.ino),
  bornNs: String(stats.birthtimeNs),
  mtimeNs: String(stats.mtimeNs),
  ctimeNs: String(stats.ctimeNs),
});

/** The same file with the same size and time of writing; its rights, links or name may have changed. */
export const looksSame = (a: Identity, b: Identity): boolean =>
  a.bytes === b.bytes && a.ino === b.ino && a.bornNs === b.bornNs && a.mtimeNs === b.mtimeNs;

export const isSame = (a: Identity, b: Identity): boolean => looksSame(a, b) && a.ctimeNs === b.ctimeNs;
