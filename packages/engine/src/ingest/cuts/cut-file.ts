import { rm, stat } from 'node:fs/promises';
import { RejectedError } from '../../errors.ts';
import { readFooter } from '../formats/parquet/footer.ts';
import type { Unpacked } from '../input.ts';
import { type InspectOptions, inspect } from '../inspect/inspect-file.ts';
import { type Cuts, cutsOf } from './cuts-of.ts';
import { openContent } from './open-content.ts';

/** How a file is divided. */
export interface CutUp {
  /** Undefined where it is to be read as a whole. */
  readonly cuts?: Cuts;
  /** What it holds, where it is packed or text of 16 bits: these are cuts of it. */
  readonly unpacked?: Unpacked;
}

/**
 * Cuts of a text or of rows of about `bytes`, of twice as much at least. What is packed, or text of 16 bits, is written to
 * `folder`, unless it has more than `atMost` bytes.
 */
export const cutFile = async ({
  bytes,
  folder,
  atMost,
  ...options
}: Omit<InspectOptions, 'unpacked'> & {
  readonly bytes: number;
  readonly folder: string;
  readonly atMost: number;
}): Promise<CutUp> => {
  const { path, name } = options;
  try {
    const content = await openContent(options);
    const { packing, format } = content;
    const { size } = await stat(path);
    const isText = format.key === 'csv';
    if (!(isText || format.key === 'parquet') || (isText && packing === undefined && size < 2 * bytes))
      return {};
    const found = await content.unpack(folder, atMost);
    const { bytes: all, ...unpacked } = found ?? { bytes: size, path };
    const kept = found && { unpacked };
    const holds = isText ? all : (await readFooter(unpacked.path, name)).decodedBytes;
    if (holds < 2 * bytes) return { ...kept };
    const inspected = await inspect({ ...options, ...kept });
    const cuts = inspected.questions.length > 0 ? undefined : cutsOf(inspected, bytes);
    return { ...kept, ...(cuts && { cuts }) };
  } catch (error) {
    // Who reads it says why it is refused.
    if (error instanceof RejectedError) return {};
    throw error;
  } finally {
    await rm(options.scratch, { recursive: true, force: true });
  }
};
