import type { ObjectStore } from '@wattline/backend-contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Backend, Stores } from '../backend.ts';
import { appendEntry, type LogEntry, readLog, resetDataset } from '../dataset/dataset-log.ts';
import { latestOrder } from '../dataset/latest.ts';
import { restoreVersion } from '../dataset/restore.ts';
import { movePointer } from '../outputs.ts';
import type { Keep } from './keep.ts';
import { sweptVersions } from './kept-versions.ts';
import { pinVersion, unpinVersion } from './pins.ts';
import { sweepDataset } from './sweep-dataset.ts';
import { awaitSweep } from './sweep-lease.ts';
import { createMemoryStore } from './testing/memory-store.ts';

/** More in the long run. */
const SCHEDULES = Number(process.env.WATTLINE_SWEEP_SCHEDULES ?? 150);

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const D = 'town';
const ignore = (): undefined => undefined;

/** Files that several versions name: of rows, and of training rows. */
const sharedOf = (version: string) =>
  [
    ['features', `feature-sets/${D}/files/${Number(version.slice(1)) % 2}.parquet`],
    ['models', `training-sets/${D}/files/${Number(version.slice(1)) % 3}.parquet`],
  ] as const;

const filesOf = (version: string) =>
  [
    ...sharedOf(version),
    ['features', `feature-sets/${D}/version=${version}/features/0.parquet`],
    ['models', `training-sets/${D}/version=${version}/train.parquet`],
    ['models', `preprocessors/${D}/version=${version}/preprocessor.json`],
    ['results', `reports/${D}/version=${version}/profile.json`],
    ['features', `feature-sets/${D}/version=${version}/manifest.json`],
  ] as const;

const manifestKey = (version: string): string => `feature-sets/${D}/version=${version}/manifest.json`;

class Killed extends Error {}

/** What the log says, worked out once more and plainly: the dataset's uploads, and when it was which version. */
const modelOf = (entries: readonly LogEntry[]) => {
  let uploads: string[] = [];
  let head: string | undefined;
  const after = new Map<number, string[]>();
  const versions = new Map<string, { at: number; uploads: string[] | undefined }>();
  const pinned = new Set<string>();
  for (const one of entries) {
    const at = Date.parse(one.at);
    if (one.type === 'upload') uploads = [...uploads, ...one.readings.map(({ key }) => key)];
    if (one.type === 'reset') {
      uploads = [];
      head = undefined;
      for (const version of versions.values()) version.uploads = undefined;
    }
    if (one.type === 'restoration') uploads = after.get(one.to) ?? [];
    if (one.type === 'upload') versions.set(one.version, { at, uploads });
    if (one.type === 'restoration')
      versions.set(one.version, { at, uploads: versions.get(one.version)?.uploads });
    if (one.type === 'upload' || one.type === 'restoration') head = one.version;
    if (one.type === 'pin') pinned.add(one.version);
    if (one.type === 'unpin') pinned.delete(one.version);
    after.set(one.entry, uploads);
  }
  return { uploads, head, versions, pinned };
};

const makeTown = (schedule: () => Promise<void>, onWait: () => void = () => undefined) => {
  const clock = { ms: Date.UTC(2026, 0, 1) };
  const now = (): number => clock.ms;
  const memory = {
    features: createMemoryStore(now),
    models: createMemoryStore(now),
    results: createMemoryStore(now),
  };
  const seen = (before: () => Promise<void>): Stores => ({
    staging: undefined as unknown as ObjectStore,
    features: memory.features.as(before),
    models: memory.models.as(before),
    results: memory.results.as(before),
  });
  const stores = seen(schedule);
  const backend = { stores, queues: { events: { send: async () => undefined } } } as unknown as Backend;
  const nowIso = (): string => new Date(clock.ms).toISOString();
  let runs = 0;
  let running = 0;
  const run = async (version: string): Promise<void> => {
    runs += 1;
    const name = `r${runs}`;
    running += 1;
    const key = `readings/${D}/${name}/0.parquet`;
    await stores.features.put(key, name);
    const ref = { store: 'features', key, bytes: 1, sha256: '', labels: { rows: 1 } } as const;
    for (;;) {
      const entries = await readLog(stores.results, D);
      const entry = entries.length + 1;
      // What a version names that can be read, and is not swept, is taken over.
      const swept = sweptVersions(entries);
      const takenOver = new Set<string>();
      for (const one of ['v0', 'v1', 'v2', 'v3', 'v4', 'v5'])
        if (!swept.has(one) && (await stores.features.head(manifestKey(one))) !== undefined)
          for (const [, file] of sharedOf(one)) takenOver.add(file);
      const upload = { key: `${name}.csv`, order: name };
      const added = {
        ...{
          type: 'upload',
          entry,
          at: nowIso(),
          replay: 0,
          run: name,
          upload,
          readings: [ref],
          facts: {},
          again: [],
        },
        version,
      } as LogEntry;
      if (!(await appendEntry(stores.results, D, added))) continue;
      const pause = async (): Promise<void> => {
        clock.ms += 5_000;
        onWait();
        await schedule();
        await new Promise(setImmediate);
      };
      await awaitSweep(stores.results, D, { now, pause });
      const files = sharedOf(version).map(([store, object]) => ({
        path: store === 'models' ? 'training/train.parquet' : 'features/0.parquet',
        object,
        bytes: 1,
      }));
      for (const [store, file] of filesOf(version))
        if (!takenOver.has(file)) await stores[store].put(file, JSON.stringify({ files }));
      const places = `feature-sets/${D}/latest.json`;
      await movePointer(stores.features, places, { version, order: latestOrder(entry) });
      break;
    }
    running -= 1;
  };
  const sweep = async (
    keep: Keep,
    dieAfter?: number,
    onRequest: (request: number) => Promise<void> = async () => undefined,
  ): Promise<void> => {
    let requests = 0;
    const before = async (): Promise<void> => {
      await schedule();
      requests += 1;
      await onRequest(requests);
      if (requests === dieAfter) throw new Killed();
      if (dieAfter !== undefined && requests > dieAfter) throw new Killed();
    };
    await sweepDataset({ stores: seen(before), dataset: D, keep, isBusy: async () => running > 0, now });
  };
  const keysOf = (): string[] =>
    (['features', 'models', 'results'] as const).flatMap((store) =>
      [...memory[store].objects.keys()].filter((key) => !/latest\.json$|^datasets\//.test(key)),
    );
  const sealedAt = (version: string): number | undefined =>
    memory.features.objects.get(`feature-sets/${D}/version=${version}/manifest.json`)?.at;
  const idle = async (): Promise<void> => {
    while (running > 0) await new Promise(setImmediate);
  };
  return { idle, clock, stores, backend, run, sweep, keysOf, sealedAt };
};
type Town = ReturnType<typeof makeTown>;

const latestOf = async ({ stores }: Town): Promise<string | undefined> => {
  const found = await stores.features.get(`feature-sets/${D}/latest.json`);
  return found && JSON.parse(new TextDecoder().decode(found.body)).version;
};

/** What has to be there: of the versions that are, those that something keeps; and what they and the dataset consist of. */
const keptBy = async (town: Town, keep: Exclude<Keep, 'all'>) => {
  const { uploads, head, versions, pinned } = modelOf(await readLog(town.stores.results, D));
  const latest = await latestOf(town);
  const there = [...versions].flatMap(([version, one]) => {
    const sealedAt = town.sealedAt(version);
    return sealedAt === undefined ? [] : [[version, { ...one, at: Math.max(one.at, sealedAt) }] as const];
  });
  const newest = there
    .toSorted(([a, x], [b, y]) => y.at - x.at || (a < b ? -1 : 1))
    .slice(0, keep.versions ?? 1);
  const kept = there.filter(
    ([version, { at }]) =>
      version === head ||
      version === latest ||
      pinned.has(version) ||
      newest.some(([one]) => one === version) ||
      town.clock.ms - at < (keep.days ?? 0) * DAY_MS,
  );
  return {
    versions: kept.map(([version]) => version),
    readings: new Set([...uploads, ...kept.flatMap(([, one]) => one.uploads ?? [])]),
  };
};

const expectWhole = (town: Town): void => {
  const keys = new Set(town.keysOf());
  for (const key of keys) {
    const [, version = ''] = /version=(\w+)\/manifest\.json$/.exec(key) ?? [];
    if (version !== '') expect(filesOf(version).filter(([, file]) => !keys.has(file))).toEqual([]);
  }
};

const Version = fc.integer({ min: 0, max: 5 }).map((number) => `v${number}`);
const Action = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: fc.constant('run' as const), version: Version }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('restore' as const), version: Version }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('pin' as const), version: Version }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('unpin' as const), version: Version }) },
  {
    weight: 4,
    arbitrary: fc.record({ type: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 200 }) }),
  },
  { weight: 1, arbitrary: fc.constant({ type: 'reset' as const }) },
  { weight: 1, arbitrary: fc.constant({ type: 'sweep' as const }) },
);
type Action = typeof Action extends fc.Arbitrary<infer T> ? T : never;

const act = async (town: Town, action: Action, keep: Keep): Promise<void> => {
  const { backend, stores } = town;
  switch (action.type) {
    case 'run':
      return town.run(action.version);
    case 'restore':
      return void (await restoreVersion(backend, D, action.version).catch(ignore));
    case 'pin':
      return void (await pinVersion(stores, D, action.version).catch(ignore));
    case 'unpin':
      return void (await unpinVersion(stores, D, action.version));
    case 'reset':
      return resetDataset(stores, D);
    case 'sweep':
      return town.sweep(keep);
    case 'wait':
      town.clock.ms += action.hours * HOUR_MS;
  }
};

const Step = fc.record({
  action: Action,
  /** A sweep beside it, which may die after some requests. */
  sweep: fc.option(
    fc.record({
      dieAfter: fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined }),
      /** After how many of its requests the action begins; with 0, it sees a run that begins. */
      aheadBy: fc.integer({ min: 0, max: 80 }),
    }),
    { nil: undefined },
  ),
});

const Kept = fc.record({
  versions: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
  days: fc.option(fc.integer({ min: 0, max: 10 }), { nil: undefined }),
});

test('a version that a run makes again while it is removed is whole in the end', async () => {
  let waits = 0;
  for (let stop = 1; stop < 45; stop += 1) {
    let goOn: () => void = () => undefined;
    const stopped = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const isWaiting: { yes: () => void } = { yes: () => undefined };
    const town = makeTown(
      async () => undefined,
      () => isWaiting.yes(),
    );
    for (const version of ['v0', 'v1', 'v2']) await town.run(version);
    town.clock.ms += 2 * HOUR_MS;
    let reach: () => void = () => undefined;
    const reached = new Promise<void>((resolve) => {
      reach = resolve;
    });
    const sweeping = town.sweep({ versions: 1 }, undefined, async (request) => {
      if (request !== stop) return;
      reach();
      await stopped;
    });
    await Promise.race([reached, sweeping]);
    // The run ends, or waits for the sweep; then that goes on.
    await Promise.race([
      town.run('v1').finally(goOn),
      new Promise<void>((resolve) => {
        isWaiting.yes = () => {
          waits += 1;
          resolve();
        };
      }),
    ]);
    goOn();
    await sweeping;
    await town.idle();
    expectWhole(town);
    expect(town.sealedAt('v1')).toBeDefined();
  }
  expect(waits).toBeGreaterThan(0);
});

test('wherever a sweep of versions that share files dies, those that can be seen are whole', async () => {
  let removed = 0;
  for (let stop = 1, isDead = true; isDead; stop += 1) {
    const town = makeTown(async () => undefined);
    // v0, v2 and v4 share a file of rows, v0 and v3 one of training rows.
    for (const version of ['v0', 'v2', 'v3', 'v4', 'v1']) {
      await town.run(version);
      town.clock.ms += HOUR_MS;
    }
    const before = town.keysOf().length;
    isDead = await town.sweep({ versions: 1 }, stop).then(
      () => false,
      (error: unknown) => {
        if (!(error instanceof Killed)) throw error;
        return true;
      },
    );
    expectWhole(town);
    if (isDead && town.keysOf().length < before) removed += 1;
  }
  expect(removed).toBeGreaterThan(15);
});

test('whatever happens beside a sweep, and wherever it dies: nothing kept is lost, and the next leaves nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      Kept,
      fc.array(Step, { minLength: 3, maxLength: 14 }),
      async (scheduler, keep, steps) => {
        let isOn = false;
        const schedule = async (): Promise<void> => {
          if (isOn) await scheduler.schedule(Promise.resolve());
        };
        const town = makeTown(schedule);
        await town.run('v0');
        for (const { action, sweep } of steps) {
          isOn = sweep !== undefined;
          const delayed = async (): Promise<void> => {
            for (let request = 0; request < (sweep?.aheadBy ?? 0); request += 1) await schedule();
            await act(town, action, keep);
          };
          const sweeping = (): Promise<void>[] => (sweep ? [town.sweep(keep, sweep.dieAfter)] : []);
          const work = sweep?.aheadBy === 0 ? [delayed(), ...sweeping()] : [...sweeping(), delayed()];
          const results = await (isOn
            ? scheduler.waitFor(Promise.allSettled(work))
            : Promise.allSettled(work));
          isOn = false;
          for (const one of results)
            if (one.status === 'rejected' && !(one.reason instanceof Killed)) throw one.reason;
          expectWhole(town);
          const { versions, head, uploads } = modelOf(await readLog(town.stores.results, D));
          const keys = new Set(town.keysOf());
          expect(uploads.filter((key) => !keys.has(key))).toEqual([]);
          if (head !== undefined && versions.has(head)) expect(town.sealedAt(head)).toBeDefined();
        }
        town.clock.ms += 2 * HOUR_MS;
        const { versions, readings } = await keptBy(town, keep);
        await town.sweep(keep);
        const expected = [
          ...versions.flatMap((version) => filesOf(version).map(([, key]) => key)),
          ...readings,
        ];
        expect(town.keysOf().toSorted()).toEqual([...new Set(expected)].toSorted());
      },
    ),
    { numRuns: SCHEDULES, interruptAfterTimeLimit: 600_000 },
  );
}, 900_000);
