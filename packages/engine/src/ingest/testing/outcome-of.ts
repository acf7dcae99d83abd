import { readFileSync } from 'node:fs';
import { RejectedError } from '../../errors.ts';
import { type Extras, ingestContent } from './ingest-text.ts';

/** All that reading gives, down to the bytes of the quarantine; of a file that is rejected, why. */
export const outcomeOf = async (content: string | Uint8Array, extras: Extras): Promise<unknown> => {
  try {
    const { rows, columns, receipt, plan, quarantine } = await ingestContent(content, extras);
    const refused = quarantine === undefined ? undefined : readFileSync(quarantine.path, 'utf8');
    return { rows, columns, receipt, plan, refused };
  } catch (error) {
    if (error instanceof RejectedError)
      return { code: error.code, place: error.place, message: error.message };
    throw error;
  }
};
