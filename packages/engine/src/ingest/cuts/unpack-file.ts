import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileBlocks, headOf } from '../blocks.ts';
import type { Unpacked } from '../input.ts';
import type { InspectOptions } from '../inspect/inspect-file.ts';
import { unpackLimits } from '../limits.ts';
import { packingOf } from '../packings/registry.ts';

/** Of a file: what packs it shows in these. */
const HEAD = 64;

/** A packed file's content as a file in `folder`; undefined where it is not packed, or has more than `atMost` bytes. Throws RejectedError. */
export const unpackFile = async ({
  path,
  name,
  spec,
  folder,
  atMost,
  ...options
}: Pick<InspectOptions, 'path' | 'name' | 'spec' | 'unpackLimits' | 'signal'> & {
  readonly folder: string;
  readonly atMost: number;
}): Promise<(Unpacked & { readonly bytes: number }) | undefined> => {
  const { signal } = options;
  const packing = packingOf((await headOf(fileBlocks(path, signal), HEAD)).head);
  if (packing === undefined) return undefined;
  const limits = options.unpackLimits ?? unpackLimits(spec);
  const to = join(folder, 'unpacked');
  const file = await open(to, 'wx');
  let bytes = 0;
  try {
    for await (const block of packing.unpack({ path, name, limits, member: spec?.file?.member, signal })) {
      bytes += block.length;
      if (bytes > atMost) break;
      for (let written = 0; written < block.length; )
        written += (await file.write(block, written)).bytesWritten;
    }
  } finally {
    await file.close();
  }
  if (bytes <= atMost) return { path: to, packing: packing.key, bytes };
  await rm(to);
  return undefined;
};
