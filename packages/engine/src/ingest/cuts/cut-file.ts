import { rm, stat } from 'node:fs/promises';
import { RejectedError } from '../../errors.ts';
import { isParquetOf } from '../formats/parquet/decodes-to.ts';
import type { Unpacked } from '../input.ts';
import { type InspectOptions, inspect } from '../inspect/inspect-file.ts';
import { type Cuts, cutsOf } from './cuts-of.ts';
import { unpackFile } from './unpack-file.ts';

/** How a file is divided. */
export interface CutUp {
  /** Undefined where it is to be read as a whole. */
  readonly cuts?: Cuts;
  /** Of a packed file: its content, of which these are the cuts. */
  readonly unpacked?: Unpacked;
}

/**
 * Cuts of a file of about `bytes`, of twice as much at least. A packed file is unpacked to `folder`, unless it has more
 * than `atMost` bytes.
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
  try {
    const found = await unpackFile({ ...options, folder, atMost });
    const all = found?.bytes ?? (await stat(options.path)).size;
    const unpacked = found && { path: found.path, packing: found.packing };
    const kept = unpacked && { unpacked };
    if (all < 2 * bytes && !(await isParquetOf(found?.path ?? options.path, options.name, 2 * bytes)))
      return { ...kept };
    const inspected = await inspect({ ...options, unpacked });
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
