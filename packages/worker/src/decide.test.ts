import { expect, test } from 'vitest';
import { decide, type Verdict } from './decide.ts';
import type { StageDone } from './ledger.ts';
import type { LostAttempt, TaskHistory } from './task-history.ts';

const limits = { maxFailures: 2, maxDeaths: 2 };
const startedAt = '2026-01-01T00:00:00.000Z';

const lost = (alone: boolean, counts = true): LostAttempt => ({
  attempt: 'a',
  worker: 'w',
  receiveCount: 1,
  startedAt,
  alone,
  counts,
});
const error = { code: 'BAD', message: 'bad', remedy: 'mend it', place: {} };
const rejected = { stage: 'ingest', part: 0, at: startedAt, error } as const;
const done: StageDone = {
  stage: 'ingest',
  part: 0,
  parts: 1,
  startedAt,
  finishedAt: startedAt,
  outputs: [],
  result: {},
};

const cases: readonly [name: string, history: Partial<TaskHistory>, verdict: Verdict][] = [
  ['the first delivery', {}, { type: 'attempt' }],
  ['one failure', { failures: ['1'] }, { type: 'attempt' }],
  ['as many failures as allowed', { failures: ['1', '2'] }, { type: 'dead-letter', because: 'failures' }],
  ['a death beside others', { lost: [lost(false)] }, { type: 'attempt-alone' }],
  ['many deaths beside others', { lost: Array(9).fill(lost(false)) }, { type: 'attempt-alone' }],
  ['one death alone', { lost: [lost(false), lost(true)] }, { type: 'attempt-alone' }],
  ['deaths alone', { lost: [lost(true), lost(true)] }, { type: 'dead-letter', because: 'deaths' }],
  ['deaths before a redrive', { lost: [lost(true, false), lost(true, false)] }, { type: 'attempt-alone' }],
  ['a record of it', { done, lost: [lost(true), lost(true)] }, { type: 'resend', done }],
  ['the end of its run', { rejected, failures: ['1', '2'] }, { type: 'skip', rejected }],
];

test.each(cases)('%s', (_, history, verdict) => {
  expect(decide({ failures: [], fullDisks: 0, lost: [], ...history }, limits)).toEqual(verdict);
});
