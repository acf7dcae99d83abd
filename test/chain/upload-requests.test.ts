import { expect, test } from 'vitest';
import { createWatch } from '../support/watched-stores.ts';
import { openChainInProcess } from './history-fuzz/chain-in-process.ts';

const DAY = 86_400_000;
/** So that there is a partition before that of the year. */
const BEGIN = Date.UTC(2022, 11, 20);
const FIRST_DAYS = 22;
const METERS = Array.from({ length: 5 }, (_, meter) => `meter${meter}`);
/** More in the long run. */
const UPLOADS = Number(process.env.WATTLINE_DAILY_UPLOADS ?? 36);
/** Counts are compared with those of the uploads up to this one. */
const EARLY = 12;

const spec = JSON.stringify({
  time: { column: 'time', cadence: '6h' },
  interval: '6h',
  entity: 'meter',
  values: { load: {} },
  calendar: { fields: [] },
  lags: { by: ['6h'] },
  split: { validationFrom: '2022-12-28', testFrom: '2023-01-03' },
  // All uploads of a year have readings in the same partition.
  partition: { entityBuckets: 2, period: 'year' },
  training: { refit: 'pinned' },
});

const days = (first: number, count: number): string => {
  const lines = Array.from({ length: count * 4 }, (_, step) => {
    const at = new Date(BEGIN + first * DAY + (step * DAY) / 4).toISOString();
    return METERS.map((meter, index) => `${at},${meter},${((first * 4 + step) % 29) + index}`).join('\n');
  });
  return `time,meter,load\n${lines.join('\n')}\n`;
};

test('a daily upload takes as many requests, and reads as many files, however many came before it', async () => {
  const { requests, watch } = createWatch();
  const chain = await openChainInProcess(undefined, undefined, watch);
  try {
    await chain.putSpec(spec);
    await chain.take(await chain.put('first.csv', days(0, FIRST_DAYS), new Date(0)));
    const counts: { requests: number; files: number; ms: number }[] = [];
    for (let upload = 1; upload <= UPLOADS; upload += 1) {
      requests.length = 0;
      const from = performance.now();
      const put = await chain.put(`${upload}.csv`, days(FIRST_DAYS - 1 + upload, 1), new Date(upload * DAY));
      const receipt = await chain.take(put);
      expect([receipt.status, receipt.error]).toEqual(['sealed', undefined]);
      const files = requests.filter((one) => one.startsWith('file ')).length;
      counts.push({ requests: requests.length, files, ms: performance.now() - from });
      if (process.env.WATTLINE_DAILY_UPLOADS !== undefined && [10, 30, 100, 300, 1000].includes(upload)) {
        const ms = counts
          .slice(-9)
          .map((one) => one.ms)
          .toSorted((a, b) => a - b)[4];
        process.stdout.write(
          `upload ${upload}: ${requests.length} requests, ${files} files, ${ms?.toFixed(0)} ms\n`,
        );
      }
    }
    const most = (some: typeof counts, what: 'requests' | 'files') =>
      Math.max(...some.map((one) => one[what]));
    // Around the turn of a year two partitions are made.
    const usual = counts.filter((_, index) => {
      const day = new Date(BEGIN + (FIRST_DAYS + index) * DAY);
      const [month, date] = [day.getUTCMonth(), day.getUTCDate()];
      return !(month === 0 && date <= 5) && !(month === 11 && date >= 28);
    });
    // The first uploads have nothing to go on with.
    const [early, late] = [usual.slice(4, EARLY), usual.slice(EARLY)];
    expect(most(late, 'files')).toBeLessThanOrEqual(most(early, 'files'));
    expect(most(late, 'requests')).toBeLessThanOrEqual(most(early, 'requests') + 4);
  } finally {
    await chain.close();
  }
}, 3_600_000);
