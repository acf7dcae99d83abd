import { RejectedError } from '../../errors.ts';
import type { UnpackLimits } from './packing.ts';

/** Counts unpacked bytes. Throws RejectedError (`code`) beyond what a packed file may unfold to. */
export const createUnpackGuard = (
  name: string,
  code: string,
  { maxBytes, maxRatio, ratioFromBytes }: UnpackLimits,
): ((blockBytes: number, packedBytes: number) => void) => {
  let bytes = 0;
  return (blockBytes, packedBytes) => {
    bytes += blockBytes;
    const ratio = bytes / Math.max(1, packedBytes);
    if (bytes > maxBytes || (bytes > ratioFromBytes && ratio > maxRatio)) {
      throw new RejectedError(
        code,
        `${name} unfolds to more than ${maxBytes} bytes or ${maxRatio} times its size`,
        {
          place: { file: name },
          remedy:
            'upload the data uncompressed, or raise limits.maxDecodedBytes or limits.maxDecodedRatio in the spec',
        },
      );
    }
  };
};
