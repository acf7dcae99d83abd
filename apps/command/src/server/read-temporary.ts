import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The bytes of a small file that `write` makes. */
export const readTemporary = async (write: (target: string) => Promise<unknown>): Promise<Uint8Array> => {
  const folder = await mkdtemp(join(tmpdir(), 'wattline-pull-'));
  try {
    const target = join(folder, 'file');
    await write(target);
    return await readFile(target);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
