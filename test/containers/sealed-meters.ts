import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Chain, ledgerKeys, type Receipt, readReceipt } from '@wattline/runtime';
import { writeMeters } from '@wattline/sample';
import { expect } from 'vitest';
import { deadLetters, noDeadLetters } from '../support/aws-chain.ts';
import { makeChain, makeFolder, settled } from '../support/chain.ts';
import { startEngineWorkers } from '../support/engine-workers.ts';
import { sealedBytes } from '../support/sealed-bytes.ts';
import { until } from '../support/until.ts';
import { uploadText } from '../support/upload.ts';

const LONGEST_MS = 240_000;
/** The ledger is in the same LocalStack as the work: to look all the time would slow it down. */
const LOOK_MS = 200;

/** The run's receipt once it has ended one way or another. */
const ended = async (chain: Pick<Chain, 'stores'>, run: string): Promise<Receipt> => {
  const { root } = ledgerKeys(run);
  const look = async () => {
    for await (const { key } of chain.stores.results.list(root))
      if (/publish\/0000\/done\.json$|(rejected|abandoned)\.json$/.test(key)) return true;
    return false;
  };
  await until(`run ${run} has ended`, look, LONGEST_MS, LOOK_MS);
  const receipt = await readReceipt(chain.stores, run);
  if (receipt === undefined) throw new Error(`run ${run} has no receipt`);
  return receipt;
};

export interface MetersUpload {
  readonly text: Buffer;
  upload(chain: Pick<Chain, 'stores'>): Promise<string>;
  /** Waits for the run's end: sealed, with the bytes that this machine made of the same file, and no dead letter. */
  expectSealed(chain: Chain, run: string): Promise<Receipt>;
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
  const upload = (chain: Pick<Chain, 'stores'>) => uploadText(chain, `${dataset}/a.csv`, text, spec);

  const local = await makeChain();
  await startEngineWorkers(local);
  const { status, version } = await settled(local, await upload(local));
  expect(status).toBe('sealed');
  const bytes = await sealedBytes(local, dataset);
  return {
    text,
    upload,
    expectSealed: async (chain, run) => {
      const receipt = await ended(chain, run);
      const { status: found, version: sealed, error } = receipt;
      expect({ status: found, version: sealed, error }).toEqual({ status: 'sealed', version });
      expect(await sealedBytes(chain, dataset)).toEqual(bytes);
      expect(await deadLetters(chain)).toEqual(noDeadLetters);
      return receipt;
    },
  };
};
