import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeMeters } from '@wattline/sample';
import type { Backend, Receipt } from '@wattline/worker';
import { expect } from 'vitest';
import { deadLetters, noDeadLetters } from '../support/aws-backend.ts';
import { makeBackend, settled } from '../support/backend.ts';
import { ended } from '../support/ended.ts';
import { startEngineWorkers } from '../support/engine-workers.ts';
import { makeFolder } from '../support/folder.ts';
import { sealedBytes } from '../support/sealed-bytes.ts';
import { uploadText } from '../support/upload.ts';

export interface MetersUpload {
  readonly text: Buffer;
  upload(backend: Pick<Backend, 'stores'>): Promise<string>;
  /** Waits for the run's end: sealed, with the bytes that this machine made of the same file, and no dead letter. */
  expectSealed(backend: Backend, run: string): Promise<Receipt>;
}

/** Readings of so many meters, and what comes of them: sealed on this machine, undisturbed. */
export const makeMeters = async (
  dataset: string,
  {
    seed,
    meters = 24,
    rowsPerMeter = 4_000,
    spec,
  }: { seed: number; meters?: number; rowsPerMeter?: number; spec?: string },
): Promise<MetersUpload> => {
  const path = join(await makeFolder(), `${dataset}.csv`);
  await writeMeters({ path, meters, rowsPerMeter, seed, order: 'entity' });
  const text = await readFile(path);
  const upload = (backend: Pick<Backend, 'stores'>) => uploadText(backend, `${dataset}/a.csv`, text, spec);

  const local = await makeBackend();
  await startEngineWorkers(local);
  const { status, version } = await settled(local, await upload(local));
  expect(status).toBe('sealed');
  const bytes = await sealedBytes(local, dataset);
  return {
    text,
    upload,
    expectSealed: async (backend, run) => {
      const receipt = await ended(backend, run);
      const { status: found, version: sealed, error } = receipt;
      expect({ status: found, version: sealed, error }).toEqual({ status: 'sealed', version });
      expect(await sealedBytes(backend, dataset)).toEqual(bytes);
      expect(await deadLetters(backend)).toEqual(noDeadLetters);
      return receipt;
    },
  };
};
