import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { thinned } from '../profile/sample.ts';
import { SUMS } from '../profile/value-sums.ts';
import { readShown } from './shown-file.ts';
import { openShown } from './shown-layers.ts';
import type { ShownPiece } from './shown-piece.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wattline-layers-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const WORDS = 2 ** 32;

const shownBy = (bucket: number, upload: number, every: number): ShownPiece => ({
  bucket,
  period: '2024',
  facts: { rows: upload, steps: null, firstReadings: {}, months: [] },
  times: { names: [], numbers: new Float64Array() },
  profile: { gaps: { longest: [], entities: [] }, words: [] },
  sums: [Float64Array.from({ length: SUMS }, (_, i) => bucket + upload / 7 + i)],
  sample: thinned(
    {
      every: 1,
      orders: Float64Array.from({ length: 8 }, (_, i) => (i * WORDS) / 8),
      values: [Float64Array.from({ length: 8 }, (_, i) => bucket + upload + i / 3)],
    },
    every,
  ),
});
const named = (bucket: number) => ({ bucket, period: '2024' });
const key = 'key';

test('whatever uploads change, of each piece the newest is found, in few files of which little is stale', async () => {
  const Upload = fc.record({
    made: fc.uniqueArray(fc.nat(99), { minLength: 1, maxLength: 100 }),
    gone: fc.uniqueArray(fc.nat(99), { maxLength: 5 }),
    thinner: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, fc.constant(true)),
  });
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(Upload, { minLength: 1, maxLength: 25 }), async (uploads) => {
      runs += 1;
      let paths: string[] = [];
      const newest = new Map<number, number>();
      let every = 1;
      for (const [upload, { made, gone, thinner }] of uploads.entries()) {
        if (thinner && every < 8) every *= 2;
        for (const bucket of made) newest.set(bucket, upload);
        for (const bucket of gone) newest.delete(bucket);
        const shown = await openShown(paths);
        const pieces: ShownPiece[] = [];
        const others = [];
        for (const [bucket, at] of newest) {
          if (at === upload) pieces.push(shownBy(bucket, upload, every));
          else {
            const found = shown.of(named(bucket));
            const sample = found && thinned(found.sample, every);
            expect({ ...found, sample }).toEqual({ ...shownBy(bucket, at, every), key });
            others.push(named(bucket));
          }
        }
        paths = await shown.add({ key, every, pieces, others }, join(folder, `${runs}-${upload}`));
        expect(paths.length).toBeLessThanOrEqual(4);
        const files = await Promise.all(paths.map(readShown));
        const stored = files.reduce((sum, file) => sum + file.pieces.length, 0);
        expect(stored).toBeLessThanOrEqual(1.25 * newest.size + 5 * (upload + 1));
      }
    }),
    { numRuns: 40 },
  );
});

test('an upload of one piece writes what one shows', async () => {
  const buckets = Array.from({ length: 64 }, (_, bucket) => bucket);
  const first = await openShown([]);
  const all = buckets.map((bucket) => shownBy(bucket, 0, 1));
  const paths = await first.add({ key, every: 1, pieces: all, others: [] }, join(folder, 'first'));
  const later = await openShown(paths);
  const others = buckets.filter((bucket) => bucket !== 3).map(named);
  const one = { key, every: 1, pieces: [shownBy(3, 1, 1)], others };
  const [own = '', ...rest] = await later.add(one, join(folder, 'later'));
  expect((await readShown(own)).pieces).toEqual([shownBy(3, 1, 1)]);
  expect(rest).toEqual(paths);
});
