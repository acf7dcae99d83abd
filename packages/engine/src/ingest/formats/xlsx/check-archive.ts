import { crc32 } from 'node:zlib';
import yauzl, { type ZipFile } from 'yauzl';
import type { UnpackLimits } from '../../packings/packing.ts';
import { createUnpackGuard } from '../../packings/unpack-guard.ts';

/**
 * Reads every member of a workbook's archive through: the reader of workbooks unfolds whatever it is given, and takes
 * changed bytes for numbers. Throws RejectedError beyond the limits, and
 * the archive's error where it is damaged.
 */
export const checkArchive = async (path: string, name: string, limits: UnpackLimits): Promise<void> => {
  let archive: ZipFile | undefined;
  try {
    archive = await yauzl.openPromise(path, { lazyEntries: true, autoClose: false });
    const guard = createUnpackGuard(name, 'ZIP_BOMB', limits);
    for await (const entry of archive.eachEntry()) {
      let sum = 0;
      for await (const block of await archive.openReadStreamPromise(entry)) {
        guard(block.length, entry.compressedSize);
        sum = crc32(block, sum);
      }
      if (sum !== entry.crc32) throw new Error(`${entry.fileName} is not what was written`);
    }
  } finally {
    archive?.close();
  }
};
