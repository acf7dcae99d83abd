import type { Wait } from '@wattline/api';
import { ApiError } from '@wattline/api';
import { expect, test } from 'vitest';
import { whenFree } from './when-free.ts';

const problem = (code: string) =>
  new ApiError({ type: 'about:blank', title: '', status: 503, code, detail: code, remedy: 'try again' });

test('a preview is asked for again until there is a place for it', async () => {
  const answers = [problem('PREVIEWS_BUSY'), problem('PREVIEWS_BUSY'), 'found'];
  const pauses: number[] = [];
  const pause: Wait = async (ms) => {
    pauses.push(ms);
  };
  const found = await whenFree(
    async () => {
      const answer = answers.shift();
      if (answer instanceof ApiError) throw answer;
      return answer;
    },
    undefined,
    pause,
  );
  expect(found).toBe('found');
  expect(pauses).toHaveLength(2);
  expect(Math.min(...pauses)).toBeGreaterThan(0);
});

test('other failures are told at once', async () => {
  const failure = problem('SPEC_INVALID');
  await expect(whenFree(() => Promise.reject(failure))).rejects.toBe(failure);
});

test('nobody asks on for a dialog that was closed', async () => {
  const closed = new AbortController();
  let asked = 0;
  const busy = () => {
    asked += 1;
    queueMicrotask(() => closed.abort(new Error('closed')));
    return Promise.reject(problem('PREVIEWS_BUSY'));
  };
  await expect(whenFree(busy, closed.signal)).rejects.toThrow();
  expect(asked).toBe(1);
});
