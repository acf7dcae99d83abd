import { rm } from 'node:fs/promises';
import { RejectedError } from '../../errors.ts';
import { type InspectOptions, inspect } from '../inspect/inspect-file.ts';
import type { Cut } from '../range.ts';
import { cutsOf } from './cuts-of.ts';

/** Cuts of a file of about `bytes`; undefined where it is to be read as a whole. */
export const cutFile = async (
  options: InspectOptions & { readonly bytes: number },
): Promise<Cut[] | undefined> => {
  try {
    const inspected = await inspect(options);
    return inspected.questions.length > 0 ? undefined : cutsOf(inspected, options.bytes);
  } catch (error) {
    // Who reads it says why it is refused.
    if (error instanceof RejectedError) return undefined;
    throw error;
  } finally {
    await rm(options.scratch, { recursive: true, force: true });
  }
};
