import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openLocalBackend } from '@wattline/bootstrap';
import { readReceipt, runId, stageNames } from '@wattline/worker';
import type { Job } from '../job.ts';
import { environment } from '../measure.ts';
import { METER_ROWS, metersFile, root, shown, work } from '../paths.ts';
import { median } from '../side-by-side.ts';

const METERS = 100;
/** Small enough that each worker has some. */
const SHARES = { WATTLINE_CUT_BYTES: String(32 * 2 ** 20), WATTLINE_ROWS_PER_PART: '400000' };
const LOOK_MS = 50;
const AIM = 1.8;

/** A process of each stage, bound to one core. */
const startWorker = (core: number, data: string): ChildProcess[] =>
  stageNames.map((stage) =>
    spawn(
      'taskset',
      ['--cpu-list', String(core), join('node_modules', '.bin', 'node'), `services/${stage}/src/main.ts`],
      {
        cwd: root,
        env: environment({ WATTLINE_DATA_DIR: data, WATTLINE_LOG_LEVEL: 'error', ...SHARES }),
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    ),
  );

const stop = async (processes: readonly ChildProcess[]): Promise<void> => {
  await Promise.all(
    processes.map(async (one) => {
      if (one.exitCode !== null || one.signalCode !== null) return;
      const ended = once(one, 'exit');
      one.kill('SIGTERM');
      await ended;
    }),
  );
};

interface Sealed {
  readonly ms: number;
  readonly version: string | undefined;
}

/** From the upload to the seal, by workers on these cores: the second of two uploads, each to a dataset of its own. */
const uploadTo = async (file: string, cores: readonly number[]): Promise<Sealed> => {
  const data = join(work, 'workers-data');
  await rm(data, { recursive: true, force: true });
  const backend = await openLocalBackend({ dataDir: data });
  const processes = cores.flatMap((core) => startWorker(core, data));
  const upload = async (dataset: string): Promise<Sealed> => {
    const { staging } = backend.stores;
    const { key, etag, versionId } = await staging.putFile(`staging-directory/${dataset}/meters.csv`, file);
    const run = runId({ bucket: staging.name, key, etag, ...(versionId !== undefined && { versionId }) });
    for (;;) {
      const receipt = await readReceipt(backend.stores, run);
      if (receipt?.status === 'sealed') return { ms: receipt.ms ?? 0, version: receipt.version };
      if (receipt?.error !== undefined) throw new Error(`${receipt.error.code}: ${receipt.error.message}`);
      await sleep(LOOK_MS);
    }
  };
  try {
    await upload('first');
    return await upload('second');
  } finally {
    await stop(processes);
    backend.close();
    await rm(data, { recursive: true, force: true });
  }
};

/** One upload, worked on by one process of each stage on one core, and by two on a core each. */
export const workers: Job = {
  name: 'workers',
  run: async ({ rounds = 3, log }) => {
    const file = await metersFile(METERS);
    const kinds = [[0], [0, 1]] as const;
    const times = kinds.map((): number[] => []);
    const versions = new Set<string | undefined>();
    for (let round = 0; round < rounds; round += 1)
      for (const [kind, cores] of kinds.entries()) {
        const { ms, version } = await uploadTo(file, cores);
        times[kind]?.push(ms);
        versions.add(version);
        log(`  round ${round + 1}  ${cores.length} of each stage: ${(ms / 1_000).toFixed(2)} s`);
      }
    const [one = 0, two = 0] = times.map(median);
    const row = (name: string, ms: number): string[] => [
      name,
      (ms / 1_000).toFixed(2),
      `${(one / ms).toFixed(2)} ×`,
    ];
    return {
      result: {
        title: 'Two workers on one upload',
        about: `${shown(file)} (${((METERS * METER_ROWS) / 1e6).toFixed(1)} million rows), uploaded to services on the local adapters: seconds from the upload to the sealed feature set, by the receipt, with a process of each stage on one core, and with two on a core each. Median of ${rounds} rounds.`,
        header: ['', 'seconds', 'as fast as one'],
        rows: [row('one of each stage, on one core', one), row('two of each, on a core each', two)],
        aims: [
          {
            what: 'two workers’ time, compared to one’s',
            limit: 1 / AIM,
            unit: '×',
            measured: two / one,
          },
        ],
        notes: [
          `The file is read in cuts of 32 MiB, and worked on in parts of 400,000 readings. The aim is ${AIM} times as fast.`,
        ],
      },
      failures: versions.size === 1 ? [] : ['one worker and two make versions that differ'],
    };
  },
};
