import { ObjectNotFound } from '@wattline/backend-contract';
import { RejectedError, TransientError } from '@wattline/errors';
import { expect, test } from 'vitest';
import { readAgain, readWhileChanging } from './read-again.ts';

const { signal } = new AbortController();
const gone = new ObjectNotFound('there is no object a');
const passing = new TransientError('INPUT_MISSING', 'a is missing', { remedy: 'wait' });

/** Throws one error at each attempt, then answers. */
const failing = (errors: readonly Error[]) => {
  const left = [...errors];
  const counted = { attempts: 0 };
  const read = async () => {
    counted.attempts += 1;
    const error = left.shift();
    if (error !== undefined) throw error;
    return 'read';
  };
  return { counted, read };
};

test('what went meanwhile is read again, three times at most', async () => {
  const twice = failing([gone, passing]);
  expect(await readAgain(twice.read, signal)).toBe('read');
  const ever = failing([passing, gone, passing, gone]);
  await expect(readAgain(ever.read, signal)).rejects.toBe(passing);
  expect(ever.counted.attempts).toBe(3);
});

test('what another attempt would not change is thrown at once', async () => {
  const rejected = new RejectedError('NO_ROWS', 'nothing', { remedy: 'none' });
  const { counted, read } = failing([rejected]);
  await expect(readAgain(read, signal)).rejects.toBe(rejected);
  expect(counted.attempts).toBe(1);
});

test('who does not wait any longer ends the pause', async () => {
  const leaving = new AbortController();
  const reason = new Error('left');
  const { read } = failing([gone, gone, gone]);
  const waiting = readAgain(read, leaving.signal);
  leaving.abort(reason);
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError', cause: reason });
});

test('objects that keep going are no 404: the dataset is there', async () => {
  const { read } = failing([gone, gone, gone]);
  await expect(readWhileChanging('town', read, signal)).rejects.toMatchObject({
    status: 503,
    code: 'DATASET_CHANGING',
    cause: gone,
  });
});
