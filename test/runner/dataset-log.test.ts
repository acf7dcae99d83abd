import { appendEntry, openLog } from '@wattline/worker';
import { type JoinedEntry, joinedEntries, type UploadEntry, uploadsInForce } from '@wattline/worker/stage';
import { expect, test } from 'vitest';
import { makeBackend } from '../support/backend.ts';

const WRITERS = 64;
/** More in the long run. */
const ROUNDS = Number(process.env.WATTLINE_LOG_ROUNDS ?? 4);

const uploadOf = (writer: number): UploadEntry => ({
  type: 'upload',
  entry: 1,
  at: '2026-01-01T00:00:00.000Z',
  replay: 0,
  run: `run-${writer}`,
  // The later a writer, the earlier the store has its upload; some have one time.
  upload: { key: `${writer % 5}.csv`, order: String(100 - Math.floor(writer / 2)) },
  readings: [],
  facts: { writer },
  version: `v${writer}`,
  again: [],
});

const runsOf = (entries: readonly JoinedEntry[], sameKey: 'add' | 'replace'): string[] =>
  uploadsInForce([...entries], { sameKey }).map(({ run }) => run);

test(`${WRITERS} writers, ${ROUNDS} times: no gap, no double, and the dataset of one after the other`, async () => {
  const { results } = (await makeBackend()).stores;
  const writers = Array.from({ length: WRITERS }, (_, index) => index);
  const inOrder = writers.map(uploadOf);
  for (let round = 0; round < ROUNDS; round += 1) {
    const dataset = `town-${round}`;
    let lost = 0;
    const write = async (writer: number): Promise<void> => {
      const log = openLog(results, dataset);
      for (;;) {
        const entry = (await log()).length + 1;
        if (await appendEntry(results, dataset, { ...uploadOf(writer), entry })) return;
        lost += 1;
      }
    };
    await Promise.all(writers.map(write));
    const entries = await openLog(results, dataset)();
    expect(entries.map(({ entry }) => entry)).toEqual(writers.map((index) => index + 1));
    expect(lost).toBeGreaterThan(0);
    const joined = joinedEntries(entries);
    expect(new Set(joined.map(({ run }) => run)).size).toBe(WRITERS);
    for (const sameKey of ['add', 'replace'] as const)
      expect(runsOf(joined, sameKey)).toEqual(runsOf(inOrder, sameKey));
  }
});
