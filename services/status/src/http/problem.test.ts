import { InvalidKey, ObjectNotFound, PreconditionFailed } from '@wattline/backend-contract';
import { RejectedError, TransientError, UsageError } from '@wattline/errors';
import { RequestProblem, toProblem } from '@wattline/http';
import { SpecError } from '@wattline/spec/errors';
import { UnreadableMessage } from '@wattline/worker';
import { HTTPException } from 'hono/http-exception';
import { expect, test } from 'vitest';

const remedy = 'the remedy of the error';
const problem = { key: 'lags.by[2]', line: 3, message: 'is no number', remedy };

const answers: readonly (readonly [unknown, number, string, string])[] = [
  [new RequestProblem(428, 'ETAG_MISSING', 'no etag', { remedy }), 428, 'ETAG_MISSING', remedy],
  [new UsageError('A', 'a', { remedy }), 400, 'A', remedy],
  [new UsageError('A', 'a', { remedy, category: 'not-found' }), 404, 'A', remedy],
  [new UsageError('A', 'a', { remedy, category: 'conflict' }), 409, 'A', remedy],
  [new RejectedError('A', 'a', { remedy }), 422, 'A', remedy],
  [new SpecError('SPEC_INVALID', 'wattline.yaml', [problem]), 422, 'SPEC_INVALID', remedy],
  [new TransientError('A', 'a', { remedy }), 503, 'A', remedy],
  [new InvalidKey('a'), 400, 'KEY_INVALID', 'correct the request; /api/v1/reference describes it'],
  [
    new ObjectNotFound('a'),
    404,
    'OBJECT_NOT_FOUND',
    'look whether it is still there: what is listed now may be asked for',
  ],
  [
    new PreconditionFailed('a'),
    412,
    'PRECONDITION_FAILED',
    'read it again, look at what changed, and send it with the new etag',
  ],
  [
    Object.assign(new Error('write /data/x'), { code: 'ENOSPC' }),
    507,
    'DISK_FULL',
    'free disk space, or move the data folder to a larger disk, then try again',
  ],
  [
    new TransientError('DISK_FULL', 'a', { remedy }),
    507,
    'DISK_FULL',
    expect.stringContaining('data folder'),
  ],
  [new HTTPException(413), 413, 'BODY_TOO_LARGE', 'send less'],
  ...[new Error('/etc/passwd'), new UnreadableMessage('/etc/passwd'), 'thrown text', undefined].map(
    (error) => [error, 500, 'UNEXPECTED', expect.stringContaining('log lines')] as const,
  ),
];

test.each(answers)('%o is answered with %i %s', (error, status, code, expectedRemedy) => {
  const answer = toProblem(error);
  expect(answer).toMatchObject({ status, code, remedy: expectedRemedy });
  expect(JSON.stringify(answer)).not.toMatch(/passwd|data\/x/);
});

test('a spec is answered with each of its problems', () => {
  expect(toProblem(new SpecError('SPEC_INVALID', 'wattline.yaml', [problem])).problems).toEqual([
    { place: 'line 3 lags.by[2]', message: 'is no number' },
  ]);
});

test('a category that no error of ours has is none', () => {
  expect(toProblem(Object.assign(new Error('a'), { category: 'toString' })).status).toBe(500);
});
