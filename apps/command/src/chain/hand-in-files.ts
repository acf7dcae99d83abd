import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '@wattline/hash';
import type { Output } from '@wattline/worker/stage';

/** Shorter texts are sent sooner than written. */
const LEAST_CHARACTERS = 64 * 1024;

/**
 * Outputs as another process on this machine takes them over: a long text as a file, which is moved to its place and not
 * sent. A version of thousands of files has megabytes of them.
 */
export const handInFiles = (outputs: readonly Output[], folder: string): Promise<Output[]> =>
  Promise.all(
    outputs.map(async (output, index): Promise<Output> => {
      if (!('body' in output) || output.body.length < LEAST_CHARACTERS) return output;
      const { body, ...place } = output;
      const path = join(folder, `handed-in-${index}`);
      await writeFile(path, body);
      return { ...place, path, sha256: sha256(body) };
    }),
  );
