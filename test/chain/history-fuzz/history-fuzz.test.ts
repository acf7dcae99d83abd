import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Act, createCoverage, plainShape, type Shape } from './axes.ts';
import { History, historiesOf } from './history.ts';
import { canBeAtOnce, HistoryDiffers, judgeHistory } from './judge-history.ts';
import { createStalePartition } from './stale-partition.ts';

/** More in the long run. */
const HISTORIES = Number(process.env.WATTLINE_GROW_HISTORIES ?? 100);
const SEED = Number(process.env.WATTLINE_GROW_SEED ?? 1);
/** Steps after the first upload. */
const MOST_STEPS = HISTORIES > 200 ? 6 : 2;
/** Histories that are judged beside each other. */
const LANES = 2;

const folder = new URL('regressions/', import.meta.url);
const regressions = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .sort();

const historyOf = (shape: Partial<Shape>, acts: readonly Act[]): History => ({
  shape: { ...plainShape, ...shape },
  first: { length: 8, salt: 5, place: 0 },
  steps: acts.map((act, index) => ({ act, length: 6, salt: 10 + index, place: index + 1 })),
});

describe('a dataset that grew is what its uploads give at once, after every step', () => {
  test.for(regressions)('never different again: %s', async (name) => {
    const history = History.parse(JSON.parse(readFileSync(new URL(name, folder), 'utf8')));
    expect((await judgeHistory(history)).acts.length).toBeGreaterThan(1);
  });

  test.for<[string, History]>([
    ['a correction', historyOf({ entities: 'three', buckets: 3 }, ['correct'])],
    ['a late file, of which lags reach into the next month', historyOf({ lookback: 'day' }, ['late'])],
    [
      'a file, from which windows reach a month on',
      historyOf({ lookback: 'five weeks' }, ['gap', 'correct']),
    ],
    ['a deletion', historyOf({ entities: 'three', period: 'year' }, ['delete span'])],
  ])('a partition that stays as it was after %s is found', async ([, history]) => {
    const { change, stale } = createStalePartition();
    await expect(judgeHistory(history, change)).rejects.toThrow(HistoryDiffers);
    expect(stale()).toBeGreaterThan(0);
    expect((await judgeHistory(history)).compared).toBeGreaterThan(0);
  });

  test('uploads that arrive at once, with several workers, are what they are one after the other', async () => {
    const acts = ['late', 'correct', 'append'] as const;
    const history = historyOf({ entities: 'three', buckets: 3, lookback: 'day', arrival: 'shuffled' }, acts);
    expect(canBeAtOnce(await judgeHistory(history))).toBe(true);
  });

  test(`${HISTORIES} random histories`, { timeout: 0 }, async () => {
    const coverage = createCoverage();
    const counts = { histories: 0, uploads: 0, compared: 0, refused: 0 };
    let hasFailed = false;
    const judge = async (history: History): Promise<void> => {
      const { shape, acts, compared, refused } = await judgeHistory(history).catch((error: unknown) => {
        hasFailed = true;
        throw error;
      });
      // Those of shrinking say nothing of what was tried.
      if (hasFailed) return;
      coverage.add(shape, acts);
      counts.histories += 1;
      counts.uploads += acts.length;
      counts.compared += compared;
      counts.refused += refused;
      if (counts.histories % 500 === 0) process.stdout.write(`${JSON.stringify(counts)}\n`);
    };
    const lane = (index: number) =>
      fc.check(fc.asyncProperty(historiesOf(MOST_STEPS), judge), {
        numRuns: Math.ceil(HISTORIES / LANES),
        seed: SEED * LANES + index,
      });
    const lanes = await Promise.all(Array.from({ length: LANES }, (_, index) => lane(index)));
    process.stdout.write(
      `${counts.histories} histories of ${counts.uploads} uploads and deletions: ${counts.compared} versions as built at once, ${counts.refused} uploads refused; ${(100 * coverage.share()).toFixed(1)} % of all pairs\n`,
    );
    for (const { failed, counterexample, errorInstance, seed } of lanes)
      if (failed)
        throw new Error(
          `${String(errorInstance)}\nOf seed ${seed}. Keep it as a file in history-fuzz/regressions:\n${JSON.stringify(counterexample?.[0])}`,
          { cause: errorInstance },
        );
  });
});
