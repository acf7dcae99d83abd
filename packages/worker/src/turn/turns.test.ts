import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Backend } from '../backend.ts';
import { appendEntry, joinedEntries, type LogEntry, readLog, removeUpload } from '../dataset/dataset-log.ts';
import { WattlineEvent } from '../events.ts';
import { ledgerKeys } from '../ledger.ts';
import { createMemoryStore } from '../retention/testing/memory-store.ts';
import { resumeSuperseded } from './resume-superseded.ts';
import { readRunEnd } from './run-end.ts';
import { supersededBy } from './superseded-by.ts';
import { takeTurn } from './take-turn.ts';

const DATASET = 'town';
const at = '2026-01-01T00:00:00.000Z';
const HOUR_MS = 3_600_000;

const entryOf = (run: string, entry: number): LogEntry => ({
  type: 'upload',
  entry,
  at,
  replay: 0,
  run,
  upload: { key: run, order: run },
  readings: [],
  facts: {},
  version: `v${entry}`,
  again: [],
});

const doneOf = (stage: string, entry: number) => ({
  stage,
  part: 0,
  parts: 1,
  startedAt: at,
  finishedAt: at,
  outputs: [],
  result: { version: `v${entry}`, dataset: { entry } },
});

const errorOf = (code: string) => ({ code, message: 'it ends', remedy: 'none', place: {} });

/** A process is gone. */
class Died extends Error {}

/** Runs of a dataset, of which each step may die at any request and is then taken again. */
const openWorld = () => {
  let nowMs = Date.parse(at);
  let left = Number.POSITIVE_INFINITY;
  const store = createMemoryStore(() => nowMs);
  const results = store.as(async () => {
    if (left === 0) throw new Died();
    left -= 1;
  });
  const empty = createMemoryStore(() => nowMs).as(async () => {});
  /** Messages of the stage that begins versions, and runs at work on one. */
  const waiting = new Set<string>();
  const making = new Set<string>();
  /** Runs whose end is written, and whose superseded runs may still have to be sent again. */
  const ending = new Set<string>();
  let joined = 0;
  const queue = {
    send: async (body: string) => {
      const event = WattlineEvent.parse(JSON.parse(body));
      if (left === 0) throw new Died();
      waiting.add(event.data.run);
    },
  };
  const stores = { staging: empty, features: empty, models: empty, results } as Backend['stores'];
  const backend = {
    stores,
    queues: { transform: queue, events: { send: async () => {} } },
  } as unknown as Backend;
  const put = (key: string, document: unknown) => results.put(key, JSON.stringify(document));
  const task = (run: string) => ({ run, replay: 0, dataset: DATASET, part: 0, parts: 1 });

  const join = async (run: string): Promise<void> => {
    const entry = (await readLog(results, DATASET)).length + 1;
    await appendEntry(results, DATASET, entryOf(run, entry));
    await put(ledgerKeys(run).done(0, 'ingest', 0), doneOf('ingest', entry));
    waiting.add(run);
  };
  const end = async (run: string): Promise<void> => {
    const error = { stage: 'publish', part: 0, at, error: errorOf('BAD') };
    await put(ledgerKeys(run).rejected(0), error);
    ending.add(run);
  };
  const resume = async (run: string): Promise<void> => {
    await resumeSuperseded(backend, task(run));
    ending.delete(run);
  };
  const deliver = async (run: string): Promise<void> => {
    if ((await readRunEnd(results, task(run))) === 'ended') {
      await resumeSuperseded(backend, task(run));
      waiting.delete(run);
      return;
    }
    const { turn } = await takeTurn(stores, task(run), nowMs);
    if (turn === 'wait') return;
    if (turn === 'begin' && (await readRunEnd(results, task(run))) !== 'sealed') making.add(run);
    waiting.delete(run);
  };
  const pick = (from: ReadonlySet<string>, which: number): string | undefined => [...from][which % from.size];
  const steps = {
    join: async () => {
      joined += 1;
      await join(`run-${joined}`);
    },
    deliver: async (which: number) => {
      const run = pick(waiting, which);
      if (run !== undefined) await deliver(run);
    },
    seal: async (which: number) => {
      const run = pick(making, which);
      if (run === undefined) return;
      const entry = (await readLog(results, DATASET)).find((one) => 'run' in one && one.run === run)?.entry;
      await put(ledgerKeys(run).done(0, 'publish', 0), doneOf('publish', entry ?? 0));
      making.delete(run);
    },
    fail: async (which: number) => {
      const run = pick(making, which);
      if (run === undefined) return;
      await end(run);
      making.delete(run);
      await resume(run);
    },
    cancel: async (which: number) => {
      const run = pick(waiting, which);
      if (run === undefined) return;
      await end(run);
      await removeUpload(results, DATASET, run);
      await resume(run);
    },
    restore: async (which: number) => {
      const entry = (await readLog(results, DATASET)).length + 1;
      if (entry === 1) return;
      const to = (which % (entry - 1)) + 1;
      await appendEntry(results, DATASET, { type: 'restoration', entry, at, to, version: 'v' });
    },
  };
  return {
    results,
    making,
    take: async (name: keyof typeof steps, which: number, diesAfter: number | undefined): Promise<void> => {
      nowMs += 1_000;
      // Entries and ends are written as a whole: that they may be halved is shown elsewhere.
      left = name === 'deliver' && diesAfter !== undefined ? diesAfter : Number.POSITIVE_INFINITY;
      await steps[name](which).catch((error: unknown) => {
        if (!(error instanceof Died)) throw error;
      });
      left = Number.POSITIVE_INFINITY;
    },
    /** Until nothing is left to do. */
    settle: async (): Promise<void> => {
      for (let round = 0; waiting.size + making.size + ending.size > 0; round += 1) {
        if (round > 500) throw new Error(`these wait for ever: ${[...waiting, ...making].join()}`);
        nowMs += 1_000;
        for (const run of [...ending]) await resume(run);
        for (const run of [...waiting]) await deliver(run);
        for (const _ of [...making]) await steps.seal(0);
      }
    },
    later: () => {
      nowMs += HOUR_MS;
    },
  };
};

const Step = fc.record({
  name: fc.constantFrom(
    'join',
    'join',
    'join',
    'deliver',
    'deliver',
    'deliver',
    'seal',
    'fail',
    'cancel',
    'restore',
  ),
  which: fc.nat(20),
  diesAfter: fc.option(fc.nat(14), { nil: undefined }),
});

test('whatever happens in which order, each upload is in a version that is sealed, or its run says why not', async () => {
  let superseded = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(Step, { minLength: 5, maxLength: 60 }), async (steps) => {
      const world = openWorld();
      for (const { name, which, diesAfter } of steps) {
        await world.take(name as 'join', which, diesAfter);
        expect(world.making.size).toBeLessThan(2);
      }
      await world.settle();
      const { results } = world;
      const entries = await readLog(results, DATASET);
      for (const one of entries) {
        if (one.type !== 'upload') continue;
        const end = await readRunEnd(results, { run: one.run, replay: 0 });
        if (end === 'sealed' || end === 'ended') continue;
        superseded += 1;
        const by = await supersededBy(results, one.run, 0);
        expect(by?.version).toBe(`v${by?.entry}`);
        const then = joinedEntries(entries.slice(0, by?.entry));
        expect(then.map(({ run }) => run)).toContain(one.run);
      }
    }),
    { numRuns: 400, seed: 7 },
  );
  expect(superseded).toBeGreaterThan(100);
});

test('a version of which nothing is heard holds the others up for a quarter of an hour', async () => {
  const world = openWorld();
  await world.take('join', 0, undefined);
  await world.take('deliver', 0, undefined);
  await world.take('join', 0, undefined);
  await world.take('deliver', 0, undefined);
  expect([...world.making]).toEqual(['run-1']);
  world.later();
  await world.take('deliver', 0, undefined);
  expect([...world.making]).toEqual(['run-1', 'run-2']);
});
