import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openLocalBackend } from '@wattline/bootstrap';
import { type Receipt, readReceipt, runId, STAGING_PREFIX, specKey } from '@wattline/worker';
import type { Job } from '../job.ts';
import { root } from '../paths.ts';
import { startStack } from '../running-stack.ts';
import { median } from '../side-by-side.ts';

const DATASET = 'daily';
const UPLOADS = 1_000;
const METERS = Array.from({ length: 5 }, (_, meter) => `meter-${meter + 1}`);
const FIRST_DAYS = 60;
/** Medians are of so many uploads up to each of these. */
const WINDOW = 9;
const SHOWN = [10, 30, 100, 300, 1_000];
const STAGES = ['ingest', 'transform', 'aggregate', 'publish'];

const spec = JSON.stringify({
  time: { column: 'timestamp', cadence: '1h' },
  entity: 'meter',
  values: { load: {} },
  target: ['load_mean'],
  partition: { period: 'month' },
  split: { validationFrom: '2020-02-01', testFrom: '2020-02-15' },
  training: { refit: 'pinned' },
});

const days = (first: number, count: number): string => {
  const lines = Array.from({ length: count * 24 }, (_, hour) => {
    const at = new Date(Date.UTC(2020, 0, 1 + first, hour)).toISOString().slice(0, 19);
    return METERS.map(
      (meter, index) => `${at},${meter},${100 + ((hour * 7 + index * 13 + first) % 90)}`,
    ).join('\n');
  });
  return `timestamp,meter,load\n${lines.join('\n')}\n`;
};

/** A file a day, each as the one before is sealed. */
export const uploads: Job = {
  name: 'uploads',
  run: async ({ rounds = UPLOADS, log }) => {
    const running = await startStack();
    const dataDir = join(root, running.env.WATTLINE_DATA_DIR ?? '');
    const backend = await openLocalBackend({ dataDir });
    const { stores } = backend;
    const sealedOf = async (name: string, text: string): Promise<Receipt & { readonly ms: number }> => {
      const { key, etag, versionId } = await stores.staging.put(`${STAGING_PREFIX}${DATASET}/${name}`, text);
      const run = runId({
        bucket: stores.staging.name,
        key,
        etag,
        ...(versionId !== undefined && { versionId }),
      });
      for (;;) {
        const receipt = await readReceipt(stores, run);
        if (receipt?.status === 'sealed' && receipt.ms !== undefined) return { ...receipt, ms: receipt.ms };
        if (receipt?.error !== undefined) throw new Error(`${name}: ${receipt.error.message}`);
        await sleep(50);
      }
    };
    try {
      await stores.staging.put(specKey(DATASET), spec);
      await sealedOf('first.csv', days(0, FIRST_DAYS));
      const receipts: Awaited<ReturnType<typeof sealedOf>>[] = [];
      const rows: string[][] = [];
      const totals = new Map<number, number>();
      for (let upload = 1; upload <= rounds; upload += 1) {
        const name = `day-${String(upload).padStart(4, '0')}.csv`;
        receipts.push(await sealedOf(name, days(FIRST_DAYS + upload - 1, 1)));
        if (!SHOWN.includes(upload)) continue;
        const window = receipts.slice(-WINDOW);
        const total = median(window.map(({ ms }) => ms));
        totals.set(upload, total);
        const stages = STAGES.map((name) =>
          median(
            window.flatMap((one) => one.stages.filter(({ stage }) => stage === name).map(({ ms = 0 }) => ms)),
          ),
        );
        log(`  upload ${upload}  ${total.toFixed(0)} ms  (${stages.map((ms) => ms.toFixed(0)).join(', ')})`);
        const over = total / (totals.get(SHOWN[0] ?? 0) ?? total);
        rows.push([String(upload), ...stages.map((ms) => ms.toFixed(0)), total.toFixed(0), over.toFixed(2)]);
      }
      const [first, last] = [totals.get(SHOWN[0] ?? 0), [...totals.values()].at(-1)];
      return {
        result: {
          title: 'A file a day',
          about: `Five meters, hourly, ${FIRST_DAYS} days and then one file a day, uploaded to \`wattline up\` one after the other: milliseconds of each stage, and from the upload to the sealed feature set, by the receipt. Medians of ${WINDOW} uploads up to the one named.`,
          header: ['upload', ...STAGES, 'upload to sealed', 'compared to the 10th'],
          rows,
          aims: [
            {
              what: `upload ${[...totals.keys()].at(-1)}, compared to the 10th`,
              limit: 1.2,
              unit: '×',
              ...(first !== undefined && last !== undefined && { measured: last / first }),
            },
          ],
          notes: [
            'How many requests an upload takes is counted by a test, `test/chain/upload-requests.test.ts`.',
          ],
        },
        failures: [],
      };
    } finally {
      backend.close();
      await running.stop();
    }
  },
};
