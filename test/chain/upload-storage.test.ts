import { readReport, type Stores, sweepDataset } from '@wattline/worker';
import { expect, test } from 'vitest';
import { DATASET, openChainInProcess } from './history-fuzz/chain-in-process.ts';

const DAY = 86_400_000;

/** More in the long run, with readings that come more often. */
const UPLOADS = Number(process.env.WATTLINE_STORED_UPLOADS ?? 12);
const FIRST_DAYS = Math.max(30, Math.round(UPLOADS * 3.65));
const STEP_MINUTES = UPLOADS >= 100 ? 10 : 360;
const METERS = Array.from({ length: UPLOADS >= 100 ? 20 : 5 }, (_, meter) => `meter${meter}`);

const spec = JSON.stringify({
  time: { column: 'time', cadence: `${STEP_MINUTES}m` },
  interval: STEP_MINUTES > 60 ? `${STEP_MINUTES}m` : '1h',
  entity: 'meter',
  values: { load: {} },
  ...(STEP_MINUTES > 60 && { calendar: { fields: [] }, lags: { by: [`${STEP_MINUTES}m`] } }),
  split: { validationFrom: '2023-01-15', testFrom: '2023-01-20' },
  partition: { period: 'day', entityBuckets: 1 },
  training: { refit: 'pinned' },
  keep: 'all',
});

const days = (first: number, count: number): string => {
  const steps = 1_440 / STEP_MINUTES;
  const lines = Array.from({ length: count * steps }, (_, step) => {
    const at = new Date(Date.UTC(2023, 0, 1 + first) + (step * DAY) / steps).toISOString();
    return METERS.map((meter, i) => {
      const load = 100 + i + 40 * Math.sin((first * steps + step + i * 7) / 9);
      return `${at},${meter},${load.toFixed(3)}`;
    }).join('\n');
  });
  return `time,meter,load\n${lines.join('\n')}\n`;
};

type Kind = 'rows' | 'readings' | 'manifests' | 'others' | 'left out';

/** Raw uploads, and work files, which go after a week, are not part of what is compared. */
const kindOf = (store: string, key: string): Kind => {
  if (store === 'staging' || key.startsWith('work/')) return 'left out';
  if (/^(feature|training)-sets\/[^/]+\/files\//.test(key)) return 'rows';
  if (key.startsWith('readings/')) return 'readings';
  return key.endsWith('/manifest.json') ? 'manifests' : 'others';
};

const storedIn = async (stores: Stores): Promise<Record<Kind, number>> => {
  const bytes: Record<Kind, number> = { rows: 0, readings: 0, manifests: 0, others: 0, 'left out': 0 };
  for (const [name, store] of Object.entries(stores))
    for await (const info of store.list('')) bytes[kindOf(name, info.key)] += info.bytes;
  return bytes;
};

/** As a stack sweeps by itself, once what was written is not young any more. */
const sweep = (stores: Stores, keep: Parameters<typeof sweepDataset>[0]['keep'] = 'all') =>
  sweepDataset({
    stores,
    dataset: DATASET,
    keep,
    isBusy: async () => false,
    now: () => Date.now() + DAY,
  });

test('rows are stored once, and beside them a version takes little more than its manifest', async () => {
  const [whole, grown] = [await openChainInProcess(), await openChainInProcess()];
  try {
    for (const chain of [whole, grown]) await chain.putSpec(spec);
    const first = await whole.put('all.csv', days(0, FIRST_DAYS + UPLOADS), new Date(0));
    expect((await whole.take(first)).status).toBe('sealed');
    const { version = '' } = await grown.take(await grown.put('first.csv', days(0, FIRST_DAYS), new Date(0)));
    const page = await readReport(grown.stores, DATASET, version);
    for (let upload = 0; upload < UPLOADS; upload += 1) {
      const put = await grown.put(
        `${upload}.csv`,
        days(FIRST_DAYS + upload, 1),
        new Date((upload + 1) * DAY),
      );
      const receipt = await grown.take(put);
      expect([receipt.status, receipt.error]).toEqual(['sealed', undefined]);
    }
    for (const { stores } of [whole, grown]) await sweep(stores);
    const [once, daily] = [await storedIn(whole.stores), await storedIn(grown.stores)];
    const told = JSON.stringify({ once, daily });
    expect(daily.rows, told).toBeLessThan(once.rows * 1.05);
    expect(daily.readings, told).toBeLessThan(once.readings * 4);
    expect(daily.others - once.others, told).toBeLessThan(daily.manifests);
    // What went is made again.
    expect(page).toContain('<html');
    expect(await readReport(grown.stores, DATASET, version)).toBe(page);
    const next = await grown.take(
      await grown.put('next.csv', days(FIRST_DAYS + UPLOADS, 1), new Date((UPLOADS + 1) * DAY)),
    );
    expect(next.ingested).toMatchObject({ dataset: { partitions: { made: expect.toBeOneOf([1, 2]) } } });
    if (process.env.WATTLINE_STORED_UPLOADS !== undefined) {
      // By default, of a file a day the versions of a month stay.
      await sweep(grown.stores, { versions: 30 });
      const sum = (one: typeof once): number => one.rows + one.readings + one.manifests + one.others;
      const kept = sum(await storedIn(grown.stores));
      process.stdout.write(
        `${UPLOADS} uploads: ${(sum(daily) / sum(once)).toFixed(2)} ×, 30 versions kept ${(kept / sum(once)).toFixed(2)} ×; ${told}\n`,
      );
    }
  } finally {
    for (const chain of [whole, grown]) await chain.close();
  }
}, 3_600_000);
