import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalBackend } from '@wattline/bootstrap';
import { writeSample } from '@wattline/sample';
import { uploadFile } from './upload.ts';

/** Makes a year of readings and uploads it, so that a first start has something to show. */
export const uploadSample = async (backend: LocalBackend, log: (text: string) => void): Promise<void> => {
  const folder = await mkdtemp(join(backend.scratch, 'sample-'));
  try {
    const file = join(folder, 'powerconsumption.csv');
    await writeSample({ path: file, seed: 1 });
    const { key } = await uploadFile(backend, {
      file,
      dataset: 'sample',
      spec: 'preset: power-consumption\n',
    });
    log(`the stores are empty: a made-up year of readings is uploaded as ${key}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
