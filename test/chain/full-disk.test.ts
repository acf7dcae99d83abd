import { readFile, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeSample } from '@wattline/sample';
import { testWith } from '@wattline/test-tools';
import { readReceipt } from '@wattline/worker';
import { expect } from 'vitest';
import { makeChain, makeFolder, settled } from '../support/chain.ts';
import { runCommand } from '../support/command.ts';
import { startEngineWorkers } from '../support/engine-workers.ts';
import { sealedBytes } from '../support/sealed-bytes.ts';
import { makeDisk, smallDisk } from '../support/small-disk.ts';
import { until } from '../support/until.ts';
import { uploadText } from '../support/upload.ts';

const fill = async (disk: string, leaveBytes: number): Promise<string> => {
  const { bavail, bsize } = await statfs(disk);
  const ballast = join(disk, 'ballast');
  await writeFile(ballast, Buffer.alloc(bavail * bsize - leaveBytes));
  return ballast;
};

const testAsRoot = testWith({ 'small disk': smallDisk });

testAsRoot(
  'a full disk is told on the run, spoils nothing that is sealed, and is got over when there is room again (needs root)',
  async () => {
    const disk = await makeDisk(64);
    const chain = await makeChain({ dataDir: disk });
    await startEngineWorkers(chain, { retryMs: 100, maxFailures: 1_000 });
    const path = join(await makeFolder(), 'town.csv');
    await writeSample({ path, seed: 1, days: 60 });
    const text = await readFile(path, 'utf8');
    await settled(chain, await uploadText(chain, 'before/a.csv', text, 'preset: power-consumption\n'));
    const sealed = await sealedBytes(chain, 'before');

    // Room for the upload, which is kept twice, and for the ledger, but not for the readings.
    const ballast = await fill(disk, 2 * Buffer.byteLength(text) + 250_000);
    const run = await uploadText(chain, 'during/a.csv', text, 'preset: power-consumption\n');
    const error = await until('the run tells of the disk', async () => {
      const receipt = await readReceipt(chain.stores, run).catch(() => undefined);
      return receipt?.stages.flatMap(({ parts }) => parts).find((part) => part.error !== undefined)?.error;
    });
    expect(error.code).toMatch(/^(ENOSPC|DISK_FULL)$/);
    expect(error.remedy).toMatch(/free/i);

    await rm(ballast);
    expect((await settled(chain, run)).status).toBe('sealed');
    expect(await sealedBytes(chain, 'before')).toEqual(sealed);
  },
);

testAsRoot(
  'wattline run on a disk that is too small ends with 1 and says what to do (needs root)',
  async () => {
    const disk = await makeDisk(4);
    const path = join(await makeFolder(), 'town.csv');
    // Room for the upload, which is kept twice, and not for its readings.
    await writeSample({ path, seed: 1, days: 150 });
    const { status, stdout } = await runCommand(['run', path, '--json', '--data-dir', disk], {
      WATTLINE_RETRY_MS: '10',
    });
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      status: 'failed',
      error: { code: expect.stringMatching(/^(ENOSPC|DISK_FULL)$/), remedy: expect.stringContaining('free') },
    });
  },
);
