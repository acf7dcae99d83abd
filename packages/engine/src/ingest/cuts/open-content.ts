import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileBlocks, headOf } from '../blocks.ts';
import { asUtf8, isWide, textEncoding } from '../formats/csv/encoding.ts';
import { formatOf } from '../formats/detect.ts';
import type { Format } from '../formats/format.ts';
import type { Unpacked } from '../input.ts';
import type { InspectOptions } from '../inspect/inspect-file.ts';
import { unpackLimits } from '../limits.ts';
import type { Packing } from '../packings/packing.ts';
import { packingOf } from '../packings/registry.ts';

const HEAD = 4096;

/** What a file holds. */
export interface Content {
  readonly format: Format;
  readonly packing: Packing | undefined;
  /**
   * Writes it to a file in a folder where it is packed, or text of 16 bits; undefined where it is neither, or has more
   * than `atMost` bytes. Throws RejectedError.
   */
  readonly unpack: (
    folder: string,
    atMost: number,
  ) => Promise<(Unpacked & { readonly bytes: number }) | undefined>;
}

/** Looks at the beginning of a file, within what packs it. Throws RejectedError. */
export const openContent = async ({
  path,
  name,
  spec,
  signal,
  ...options
}: Pick<InspectOptions, 'path' | 'name' | 'spec' | 'unpackLimits' | 'signal'>): Promise<Content> => {
  const { member, encoding: declared } = spec?.file ?? {};
  const packing = packingOf((await headOf(fileBlocks(path, signal), HEAD)).head);
  const limits = options.unpackLimits ?? unpackLimits(spec);
  const blocks = (): AsyncIterable<Uint8Array> =>
    packing === undefined ? fileBlocks(path, signal) : packing.unpack({ path, name, limits, member, signal });
  const { head } = await headOf(blocks(), HEAD);
  const format = formatOf(head, name);
  const encoding = format.key === 'csv' ? textEncoding(head, name, declared) : undefined;
  const wide = encoding !== undefined && isWide(encoding) ? encoding : undefined;
  const written = async (to: string, atMost: number): Promise<number> => {
    const file = await open(to, 'wx');
    let bytes = 0;
    try {
      for await (const block of wide === undefined ? blocks() : asUtf8(blocks(), wide)) {
        bytes += block.length;
        if (bytes > atMost) break;
        for (let at = 0; at < block.length; ) at += (await file.write(block, at)).bytesWritten;
      }
    } finally {
      await file.close();
    }
    return bytes;
  };
  return {
    format,
    packing,
    unpack: async (folder, atMost) => {
      if (packing === undefined && wide === undefined) return undefined;
      const to = join(folder, 'unpacked');
      const bytes = await written(to, atMost);
      if (bytes <= atMost)
        return { path: to, bytes, ...(packing && { packing: packing.key }), ...(wide && { encoding: wide }) };
      await rm(to);
      return undefined;
    },
  };
};
