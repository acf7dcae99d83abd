import { RejectedError, TransientError } from '@wattline/errors';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { openAttemptLog } from './attempt-log.ts';
import { createLog } from './log.ts';

const NAME = 'ZEPHYR-77';

const Written = z.looseObject({ err: z.looseObject({ at: z.array(z.string()).optional() }).optional() });

const lines = (write: (log: ReturnType<typeof createLog>) => void) => {
  const written: string[] = [];
  write(createLog('ingest', 'info', { write: (line) => written.push(line) }));
  return { written, read: written.map((line) => Written.parse(JSON.parse(line))) };
};

const refusal = new RejectedError('ENTITY_UNKNOWN', `there is no ${NAME}\n    at ${NAME}`, {
  place: { file: `${NAME}.csv`, line: 7, column: NAME, value: NAME },
  remedy: `look for ${NAME}`,
  cause: new SyntaxError(`Unexpected token Z, "${NAME}" is not JSON`),
});

test('an error is its code, its line and its place in the code; its words are not in the log', () => {
  const { written, read } = lines((log) => {
    log.warn({ err: refusal, run: 'r', failures: 2 }, 'attempt failed');
    log.error({ err: new TransientError('STORE_FAILED', NAME, { remedy: '', cause: refusal }) }, 'failed');
    log.error({ err: new RangeError(NAME) }, 'failed');
    log.error({ err: Object.assign(new Error(NAME), { $metadata: { httpStatusCode: 503 } }) }, 'failed');
    log.error({ err: Object.assign(new Error(NAME), { code: { of: NAME } }) }, 'failed');
    log.error({ err: NAME }, 'failed');
    const { code, message, remedy, place } = refusal;
    log.error({ error: { code, message, remedy, place }, ms: 3 }, 'task dead-lettered');
    log.info({ key: `${NAME}.csv` }, 'imported');
  });
  expect(written.join('')).not.toContain(NAME);
  expect(read[0]).toMatchObject({
    msg: 'attempt failed',
    run: 'r',
    failures: 2,
    err: { type: 'RejectedError', code: 'ENTITY_UNKNOWN', line: 7 },
  });
  expect(read[0]?.err?.at?.[0]).toMatch(/^at .*line-without-values\.test\.ts:\d+:\d+\)?$/);
  expect(read[1]?.err?.at).toContain('caused by: RejectedError');
  expect(read[1]?.err?.at).toContain('caused by: SyntaxError');
  expect(read[3]?.err).toMatchObject({ httpStatusCode: 503 });
  expect(read[6]).toMatchObject({ error: { code: 'ENTITY_UNKNOWN', line: 7 }, ms: 3 });
});

test('a mistake in the code keeps its words, and a line without an error stays as it is', () => {
  const { read } = lines((log) => {
    log.error({ err: new TypeError('x is not a function') }, 'failed');
    log.info({ rows: 3, version: 'v' }, 'readings checked');
  });
  expect(read[0]?.err).toMatchObject({ message: 'x is not a function' });
  expect(read[1]).toMatchObject({ rows: 3, version: 'v', msg: 'readings checked' });
});

test('the log of an attempt, which is in the ledger, has the words that the service’s log lacks', async () => {
  const outward: string[] = [];
  const kept = openAttemptLog(createLog('ingest', 'info', { write: (line) => outward.push(line) }), {
    run: 'r',
  });
  kept.log.info({ file: `${NAME}.csv` }, 'attempt started');
  kept.log.error({ err: refusal }, 'attempt failed');
  const stored: string[] = [];
  const store = { put: async (_: string, text: string) => stored.push(text) };
  await kept.save(store as never, 'key');
  expect(outward).toHaveLength(2);
  expect(outward.join('')).not.toContain(NAME);
  expect(stored.join('').split(NAME).length).toBeGreaterThan(3);
});
