import { featureSetPlaces, pinVersion, type Receipt } from '@wattline/worker';
import { expect, test } from 'vitest';
import { DATASET, openChainInProcess } from './history-fuzz/chain-in-process.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2024, 0, 1);

/** An hour's load: much the same all year. */
const usual = (hour: number): number => Math.round(500 * Math.sin(hour * hour)) / 10;

const specOf = (refit: string) =>
  JSON.stringify({
    time: { column: 'time', cadence: '1h' },
    values: { load: {}, other: {} },
    coverage: false,
    lags: { by: [] },
    partition: { period: 'month' },
    scaling: { method: 'none' },
    training: { refit },
    drift: { psi: 0.2, ks: 0.15 },
  });

const csv = (from: number, hours: number, load: (hour: number) => number): string =>
  [
    'time,load,other',
    ...Array.from({ length: hours }, (_, i) => {
      const hour = from + i;
      return [new Date(START + hour * HOUR).toISOString(), load(hour), usual(hour + 7)].join(',');
    }),
  ].join('\n');

interface Found {
  readonly against: string;
  readonly isPinned: boolean;
  readonly from: string;
  readonly drifted: number;
  readonly columns: readonly { readonly name: string; readonly psi: number; readonly ks: number }[];
}

const driftIn = ({ published }: Receipt): Found => (published as { drift: Found }).drift;

const quantile = (sorted: readonly number[], p: number): number => {
  const at = p * (sorted.length - 1);
  const [low = 0, high = low] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return low + (high - low) * (at - Math.floor(at));
};

/** PSI and KS written out plainly. */
const oracle = (before: readonly number[], after: readonly number[]) => {
  const sorted = before.toSorted((a, b) => a - b);
  const edges = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9].map((p) => quantile(sorted, p));
  const upTo = (values: readonly number[], edge: number): number =>
    values.filter((value) => value <= edge).length / values.length;
  const shares = (values: readonly number[]): number[] =>
    [...edges, Infinity].map((edge, i) => upTo(values, edge) - upTo(values, edges[i - 1] ?? -Infinity));
  const [expected, actual] = [shares(before), shares(after)].map((all) =>
    all.map((share) => Math.max(share, 1e-4)),
  );
  const psi = (actual ?? []).reduce((sum, a, i) => {
    const e = expected?.[i] ?? 0;
    return sum + (a - e) * Math.log(a / e);
  }, 0);
  const ks = Math.max(...edges.map((edge) => Math.abs(upTo(before, edge) - upTo(after, edge))));
  return { psi: expect.closeTo(psi, 3), ks: expect.closeTo(ks, 3) };
};

/** Takes 60 usual days, then 20 others, with the first version pinned between them or not. */
const twoUploads = async (refit: string, isPinned: boolean) => {
  const chain = await openChainInProcess();
  try {
    await chain.putSpec(specOf(refit));
    const [first, second] = [csv(0, 1440, usual), csv(1440, 480, (hour) => usual(hour) + 30)];
    const one = await chain.take(await chain.put('1.csv', first, new Date('2024-06-01T00:00:00Z')));
    if (isPinned) await pinVersion(chain.stores, DATASET, one.version ?? '');
    const two = await chain.take(await chain.put('2.csv', second, new Date('2024-06-02T00:00:00Z')));
    expect([one, two].map(({ status }) => status)).toEqual(['sealed', 'sealed']);
    const places = featureSetPlaces(DATASET, two.version ?? '');
    const manifest = await chain.stores.features.get(places.manifest.key);
    const events = chain.events.filter(({ type }) => type === 'wattline.version.drifted');
    return { one, two, events, manifest: new TextDecoder().decode(manifest?.body) };
  } finally {
    await chain.close();
  }
};

const hours = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);
const moved = (hour: number): number => usual(hour) + (hour >= 1440 ? 30 : 0);

test('later rows are compared with the training span of the version that is pinned', async () => {
  const { one, two, events, manifest } = await twoUploads('always', true);
  // A version by itself: its last 30 % are as the first 70 %.
  expect(driftIn(one)).toMatchObject({ against: one.version, isPinned: false, compared: 2, drifted: 0 });
  const bound = 1008;
  expect(driftIn(two)).toMatchObject({
    against: one.version,
    isPinned: true,
    from: new Date(START + bound * HOUR).toISOString(),
    thresholds: { psi: 0.2, ks: 0.15 },
    compared: 2,
    drifted: 1,
    columns: [
      {
        name: 'load_mean',
        isDrifted: true,
        ...oracle(hours(0, bound).map(usual), hours(bound, 1920).map(moved)),
      },
      {
        name: 'other_mean',
        isDrifted: false,
        ...oracle(
          hours(0, bound).map((hour) => usual(hour + 7)),
          hours(bound, 1920).map((hour) => usual(hour + 7)),
        ),
      },
    ],
  });
  const [worst] = driftIn(two).columns;
  expect(events.map(({ subject, data }) => [subject, data.version, data.drift])).toEqual([
    [
      two.run,
      two.version,
      {
        against: one.version,
        compared: 2,
        drifted: 1,
        worst: { name: 'load_mean', psi: worst?.psi, ks: worst?.ks },
      },
    ],
  ]);
  // What is pinned changes no byte of a version.
  const other = await twoUploads('always', false);
  expect(other.two.version).toBe(two.version);
  expect(other.manifest).toBe(manifest);
  const own = 1344;
  expect(driftIn(other.two)).toMatchObject({
    against: two.version,
    isPinned: false,
    from: new Date(START + own * HOUR).toISOString(),
    drifted: 1,
  });
});

test('where the scaler stays, so does what rows are compared with', async () => {
  const { one, two } = await twoUploads('pinned', false);
  const bound = 1008;
  expect(driftIn(two)).toMatchObject({
    against: two.version,
    from: driftIn(one).from,
    columns: [
      { name: 'load_mean', ...oracle(hours(0, bound).map(usual), hours(bound, 1920).map(moved)) },
      { name: 'other_mean' },
    ],
  });
});
