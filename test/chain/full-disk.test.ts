import { mkdir, readFile, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeSample } from '@wattline/sample';
import { testWith } from '@wattline/test-tools';
import { readReceipt } from '@wattline/worker';
import { expect } from 'vitest';
import { makeBackend, settled } from '../support/backend.ts';
import { runCommand, startCommand } from '../support/command.ts';
import { startEngineWorkers } from '../support/engine-workers.ts';
import { makeFolder } from '../support/folder.ts';
import { sealedBytes } from '../support/sealed-bytes.ts';
import { makeDisk, smallDisk } from '../support/small-disk.ts';
import { until } from '../support/until.ts';
import { uploadText } from '../support/upload.ts';

const fill = async (disk: string, leaveBytes: number): Promise<string> => {
  const { bavail, bsize } = await statfs(disk);
  const ballast = join(disk, 'ballast');
  await writeFile(ballast, Buffer.alloc(bavail * bsize - leaveBytes)).catch((error: unknown) => {
    // Services write too: full is full.
    if (leaveBytes > 0) throw error;
  });
  return ballast;
};

const testAsRoot = testWith({ 'small disk': smallDisk });

testAsRoot(
  'a full disk is reported on the run, spoils nothing that is sealed, and the run goes on when there is room again (needs root)',
  async () => {
    const disk = await makeDisk(64);
    const backend = await makeBackend({ dataDir: disk });
    // A full disk is no failure of the task: however often it is met, it does not end it.
    await startEngineWorkers(backend, { retryMs: 10, maxFailures: 1 });
    const path = join(await makeFolder(), 'town.csv');
    await writeSample({ path, seed: 1, days: 60 });
    const text = await readFile(path, 'utf8');
    await settled(backend, await uploadText(backend, 'before/a.csv', text, 'preset: power-consumption\n'));
    const sealed = await sealedBytes(backend, 'before');

    // Room for the upload, which is kept twice, and for the ledger, but not for the readings.
    const ballast = await fill(disk, 2 * Buffer.byteLength(text) + 250_000);
    const run = await uploadText(backend, 'during/a.csv', text, 'preset: power-consumption\n');
    const error = await until('the run reports the disk', async () => {
      const receipt = await readReceipt(backend.stores, run).catch(() => undefined);
      return receipt?.stages.flatMap(({ parts }) => parts).find((part) => part.error !== undefined)?.error;
    });
    expect(error.code).toMatch(/^(ENOSPC|DISK_FULL)$/);
    expect(error.remedy).toMatch(/free/i);

    await rm(ballast);
    expect((await settled(backend, run)).status).toBe('sealed');
    expect(await sealedBytes(backend, 'before')).toEqual(sealed);
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

testAsRoot(
  'wattline up outlasts a full disk: uploads are refused, work waits, and both go on once there is room (needs root)',
  async () => {
    const disk = await makeDisk(96);
    const minFree = 8_000_000;
    const up = startCommand(['up', '--data-dir', disk, '--no-sample', '--port', '0'], {
      WATTLINE_MIN_FREE_BYTES: String(minFree),
      WATTLINE_RETRY_MS: '100',
    });
    const page = await until('the page is served', () => /the page is at (\S+)/.exec(up.output())?.[1]);
    const api = (path: string, init?: RequestInit) => fetch(new URL(`api/v1${path}`, page), init);
    const json = async (path: string) => (await api(path)).json() as Promise<Record<string, unknown>>;
    const path = join(await makeFolder(), 'town.csv');
    await writeSample({ path, seed: 1, days: 5 });
    const text = await readFile(path, 'utf8');
    const upload = (dataset: string) =>
      api(`/uploads?dataset=${dataset}&name=a.csv`, { method: 'POST', body: text });
    const sealed = (dataset: string) =>
      until(`${dataset} is sealed`, async () => {
        const { runs } = (await json(`/runs?dataset=${dataset}`)) as { runs: { status: string }[] };
        return runs[0]?.status === 'sealed';
      });
    expect((await upload('before')).status).toBe(201);
    await sealed('before');

    // Not a byte left, and a service that dies meanwhile: its log, its start and its queue cannot be written.
    const all = await fill(disk, 0);
    expect((await upload('refused')).status).toBe(507);
    expect(await json('/pipeline')).toMatchObject({ disk: { level: 'short', freeBytes: 0 } });
    const { tasks } = (await json('/fleet')) as { tasks: { service: string; id: string }[] };
    const transform = tasks.find(({ service }) => service === 'transform');
    process.kill(Number(/pid (\d+)/.exec(transform?.id ?? '')?.[1]), 'SIGKILL');
    await until('the full disk is printed', () => up.output().includes('the disk is full'));
    await until('the death is printed', () => /transform \(pid \d+\) ended with SIGKILL/.test(up.output()));
    await rm(all);

    // Room for the file, but less than has to stay free: it is taken from the folder, and waits.
    const most = await fill(disk, minFree / 2);
    await mkdir(join(disk, 'staging/staging-directory/waiting'), { recursive: true });
    await writeFile(join(disk, 'staging/staging-directory/waiting/a.csv'), text);
    const ingest = async () => {
      const { stages } = (await json('/pipeline')) as {
        stages: { stage: string; waiting: number; inFlight: number }[];
      };
      return stages.find(({ stage }) => stage === 'ingest');
    };
    await until('the file is in ingest’s queue', async () => {
      const stage = await ingest();
      return stage !== undefined && stage.waiting + stage.inFlight === 1;
    });
    expect((await json('/runs?dataset=waiting')).total).toBe(0);

    await rm(most);
    await sealed('waiting');
    await until('the room is printed', () => up.output().includes('there is room on the disk again'));
    expect((await upload('after')).status).toBe(201);
    await sealed('after');
    expect(up.child.exitCode).toBeNull();
    up.child.kill('SIGINT');
    expect((await up.finished).status).toBe(0);
  },
);
