import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openLocalBackend } from '@wattline/bootstrap';
import { writeMeters } from '@wattline/sample';
import { type Receipt, readReceipt, runId, STAGING_PREFIX, specKey } from '@wattline/worker';
import type { Job } from '../job.ts';
import { referenceFile, root, shown, specFile, work } from '../paths.ts';
import { startStack } from '../running-stack.ts';
import { median } from '../side-by-side.ts';

const LOOK_MS = 20;
/** Of the large dataset, each with a bucket of its own. */
const METERS = 250;
/** A year, hourly. */
const ROWS = 8_760;
const ROWS_PER_PART = '300';
/** So many parts wait at the end of each round, or it says nothing. */
const LEAST_WAITING = 1_000;

const spec = JSON.stringify({
  time: { column: 'timestamp', cadence: '1h' },
  entity: 'meter',
  values: { active_power: {} },
  lags: { by: ['1h'] },
  calendar: { fields: [] },
  partition: { entityBuckets: 256, period: 'month' },
});

const cityFile = async (): Promise<string> => {
  await mkdir(work, { recursive: true });
  const path = join(work, `city-${METERS}.csv`);
  await writeMeters({ path, meters: METERS, rowsPerMeter: ROWS, seed: 1, cadenceMinutes: 60 });
  return path;
};

/** Of each stage, since the one before ended. */
const waitsOf = ({ upload, stages }: Receipt): number[] =>
  stages.map(({ startedAt = '' }, index) =>
    Math.max(0, Date.parse(startedAt) - Date.parse(stages[index - 1]?.finishedAt ?? upload.at)),
  );

const waitedMs = (receipt: Receipt): number => waitsOf(receipt).reduce((sum, ms) => sum + ms, 0);

/** A small file beside a dataset of which thousands of parts wait, in a running stack. */
export const neighbours: Job = {
  name: 'neighbours',
  run: async ({ rounds = 5, log }) => {
    const [city, town] = [await cityFile(), await referenceFile()];
    const townSpec = await readFile(specFile('reference'), 'utf8');
    const running = await startStack({ WATTLINE_ROWS_PER_PART: ROWS_PER_PART });
    const backend = await openLocalBackend({ dataDir: join(root, running.env.WATTLINE_DATA_DIR ?? '') });
    const { stores, queues } = backend;
    const upload = async (dataset: string, file: string, text: string): Promise<string> => {
      await stores.staging.put(specKey(dataset), text);
      const found = await stores.staging.putFile(`${STAGING_PREFIX}${dataset}/readings.csv`, file);
      const { key, etag, versionId } = found;
      return runId({ bucket: stores.staging.name, key, etag, ...(versionId !== undefined && { versionId }) });
    };
    const sealed = async (run: string): Promise<Receipt> => {
      for (;;) {
        const receipt = await readReceipt(stores, run);
        if (receipt?.status === 'sealed') return receipt;
        if (receipt?.error !== undefined) throw new Error(`${receipt.error.code}: ${receipt.error.message}`);
        await sleep(LOOK_MS);
      }
    };
    const waiting = async (): Promise<number> => {
      const [transform, aggregate] = await Promise.all([queues.transform.depth(), queues.aggregate.depth()]);
      return transform.visible + aggregate.visible;
    };
    const measureTown = async (name: string): Promise<Receipt[]> => {
      const receipts: Receipt[] = [];
      for (let round = 1; round <= rounds; round += 1) {
        const receipt = await sealed(await upload(`${name}-${round}`, town, townSpec));
        receipts.push(receipt);
        const stages = receipt.stages.map(({ ms }) => ms).join(', ');
        log(`  ${name} ${round}  ${receipt.ms} ms (stages ${stages}; waits ${waitsOf(receipt).join(', ')})`);
      }
      return receipts;
    };
    try {
      // The services are warm then.
      await sealed(await upload('first', town, townSpec));
      const idle = await measureTown('idle');
      await upload('city', city, spec);
      while ((await waiting()) < 2 * LEAST_WAITING) await sleep(LOOK_MS);
      const before = await waiting();
      const beside = await measureTown('beside');
      const after = await waiting();
      const ms = (receipts: readonly Receipt[]): number => median(receipts.map((one) => one.ms ?? 0));
      const stages = idle[0]?.stages.map(({ stage }) => stage) ?? [];
      const row = (what: string, receipts: readonly Receipt[]): string[] => [
        what,
        ...stages.map((name) =>
          median(receipts.map((one) => one.stages.find(({ stage }) => stage === name)?.ms ?? 0)).toFixed(0),
        ),
        median(receipts.map(waitedMs)).toFixed(0),
        ms(receipts).toFixed(0),
      ];
      return {
        result: {
          title: 'A small file beside a large dataset',
          about: `${shown(town)}, uploaded to \`wattline up\` as a dataset of its own: milliseconds of each stage and from the upload to the sealed feature set, by the receipt; first with nothing else to do, then while ${before.toLocaleString('en')} parts of another dataset wait for transform and aggregate (${after.toLocaleString('en')} at the end). Medians of ${rounds} uploads.`,
          header: ['', ...stages, 'waits between', 'upload to sealed'],
          rows: [row('alone', idle), row('beside', beside)],
          aims: [
            {
              what: 'upload to sealed beside a large dataset, compared to alone',
              limit: 2,
              unit: '×',
              measured: ms(beside) / ms(idle),
            },
          ],
          notes: [
            `The other dataset has ${METERS} meters, a bucket each, in parts of a month. All share the machine’s cores.`,
          ],
        },
        failures: after >= LEAST_WAITING ? [] : [`only ${after} parts waited at the end`],
      };
    } finally {
      backend.close();
      await running.stop();
    }
  },
};
