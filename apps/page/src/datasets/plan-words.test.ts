import type { VersionPlan } from '@wattline/api';
import { expect, test } from 'vitest';
import { planWords } from './plan-words.ts';

const plan: VersionPlan = {
  dataset: 'town',
  run: 'r',
  version: 'v2',
  changed: true,
  uploads: 5,
  partitions: { made: 12, carried: 1_900 },
  rawFiles: ['staging-directory/town/5.csv'],
  bytesRead: 3_200_000,
  bytesWritten: 1_000,
  ms: 2_000,
  warnings: [],
};

test('a plan says what is made, what is taken over, what is read and how long it takes', () => {
  expect(planWords(plan)).toEqual([
    'It makes 12 partitions and takes over 1,900, as version v2.',
    'It reads 3.2 MB, with 5.csv as uploaded, and writes about 1 kB of features.',
    'It takes about 2s.',
  ]);
});

test('many files are counted, an unknown time is not guessed, and a version that is there is said to be', () => {
  const files = ['a', 'b', 'c', 'd', 'e'].map((name) => `staging-directory/town/${name}`);
  const { ms: _, ...untimed } = plan;
  expect(planWords({ ...untimed, rawFiles: files })).toEqual([
    expect.anything(),
    expect.stringContaining('all 5 files'),
    'How long it takes is not known yet.',
  ]);
  expect(planWords({ ...plan, rawFiles: files.slice(1) })[1]).toContain('b, c, d and 1 more');
  expect(planWords({ ...plan, changed: false })).toEqual([
    'It would make the version that is there already, v2.',
  ]);
});
