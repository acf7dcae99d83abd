import { expect, test } from 'vitest';
import { isRemovable, keepWords, removedWords } from './retention-words.ts';

test('what stays is said in one sentence', () => {
  expect(keepWords({ keep: { versions: 10, days: 30 }, kept: 12 })).toBe(
    '12 versions stay: the newest 10, those of the last 30 days, the latest, what is pinned.',
  );
  expect(keepWords({ keep: { days: 1 }, kept: 1 })).toBe(
    '1 version stays: those of the last 1 day, the latest, what is pinned.',
  );
  expect(keepWords({ keep: 'all', kept: 3 })).toBe('Every version stays, as the spec says.');
});

test('what goes is said in bytes', () => {
  const nothing = { versions: [], readings: { files: 0, bytes: 0 }, busy: false };
  expect(removedWords(nothing)).toBe('There is nothing to remove.');
  const some = { versions: [{ version: 'a', bytes: 1_000_000 }], readings: { files: 2, bytes: 500_000 } };
  expect(removedWords({ ...some, busy: false })).toBe(
    'A sweep removes 1 version and 2 files of readings, 1.5 MB.',
  );
  expect(removedWords({ ...some, busy: true })).toContain('It waits for the run in flight.');
  const aged = [
    { kind: 'attempt-logs', files: 3, bytes: 2_000 },
    { kind: 'work', files: 0, bytes: 0 },
  ];
  expect(removedWords({ ...some, busy: false, aged })).toBe(
    'A sweep removes 1 version and 2 files of readings, 1.5 MB; 3 files of logs of attempts, 2 kB.',
  );
  expect(removedWords({ ...nothing, aged })).toBe('A sweep removes 3 files of logs of attempts, 2 kB.');
  expect([isRemovable(nothing), isRemovable({ ...nothing, aged })]).toEqual([false, true]);
});
