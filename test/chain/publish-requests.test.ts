import type { Receipt } from '@wattline/worker';
import { expect, test } from 'vitest';
import { createWatch } from '../support/watched-stores.ts';
import { openChainInProcess } from './history-fuzz/chain-in-process.ts';

const DAY = 86_400_000;
/** More in the long run: about so many partitions. */
const PARTITIONS = Number(process.env.WATTLINE_PARTITIONS ?? 192);
const BUCKETS = PARTITIONS > 1_000 ? 100 : 16;
const MONTHS = Math.ceil(PARTITIONS / BUCKETS);
const FIRST_DAYS = Math.round(MONTHS * 30.4375);
const BEGIN = Date.UTC(2024, 0, 1) - FIRST_DAYS * DAY;
/** So many that each bucket has one. */
const METERS = Array.from({ length: BUCKETS * (BUCKETS > 16 ? 6 : 2.5) }, (_, meter) => `meter${meter}`);

const spec = JSON.stringify({
  time: { column: 'time', cadence: '1d' },
  interval: '1d',
  entity: 'meter',
  values: { load: {} },
  calendar: { fields: [] },
  lags: { by: [] },
  partition: { entityBuckets: BUCKETS, period: 'month' },
  training: { refit: 'pinned' },
});

const days = (from: string | number, count: number, meters: readonly string[], load = 0): string => {
  const lines = Array.from({ length: count }, (_, day) => {
    const at = new Date((typeof from === 'string' ? Date.parse(from) : from) + day * DAY).toISOString();
    return meters.map((meter, index) => `${at},${meter},${(day % 7) + index + load}`).join('\n');
  });
  return `time,meter,load\n${lines.join('\n')}\n`;
};

const partitionsOf = ({ ingested }: Receipt) =>
  (ingested as { dataset: { partitions: { made: number; carried: number } } }).dataset.partitions;

/** From the task's first request to the record of its end: nothing else is at work. */
const ofPublish = (requests: readonly string[], run: string): string[] => {
  const begin = requests.findIndex((one) => one.includes(`${run}/`) && one.includes('/publish/'));
  const end = requests.findLastIndex((one) => one.includes('/publish/') && one.endsWith('.log'));
  expect([begin, end].every((index) => index > 0)).toBe(true);
  return requests.slice(begin, end + 1);
};

test('a version of many partitions, of which three changed, is published with at most 50 requests', async () => {
  const { requests, watch } = createWatch();
  const chain = await openChainInProcess(undefined, undefined, watch);
  try {
    await chain.putSpec(spec);
    const first = await chain.take(await chain.put('0.csv', days(BEGIN, FIRST_DAYS, METERS), new Date(0)));
    expect(first.status).toBe('sealed');
    const total = partitionsOf(first).made;
    expect(total).toBeGreaterThan(PARTITIONS * 0.8);
    const counts: number[] = [];
    // Corrections of three meters, each in a bucket of its own: before the bounds, and rows that are later than the fit.
    for (const [index, from] of ['2023-06-10', '2024-01-01', '2024-01-02'].entries()) {
      requests.length = 0;
      const text = days(from, 1, METERS.slice(0, 3), 0.5);
      const put = await chain.put(`${index + 1}.csv`, text, new Date((index + 1) * DAY));
      const receipt = await chain.take(put);
      expect([receipt.status, receipt.error]).toEqual(['sealed', undefined]);
      expect(partitionsOf(receipt).carried).toBeGreaterThan(PARTITIONS * 0.78);
      const { made } = partitionsOf(receipt);
      // A new year begins with the second: the old one's last month has rows up to it.
      expect(made).toBe(index === 1 ? 6 : 3);
      const own = ofPublish(requests, put.run);
      // Of what was taken over, nothing is read or copied.
      expect(own.filter((one) => /^(file|copy).*\/files\//.test(one))).toHaveLength(made);
      counts.push(own.length);
    }
    expect(Math.max(...counts), counts.join(', ')).toBeLessThanOrEqual(50);
    if (process.env.WATTLINE_PARTITIONS !== undefined)
      process.stdout.write(`requests of publish: ${counts.join(', ')}; partitions: ${total}\n`);
  } finally {
    await chain.close();
  }
});
