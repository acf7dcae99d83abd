import { isAbort, type Wait, wait } from '../client/index.ts';

/** What a server answers while it starts, or asks to wait for. */
const AGAIN = new Set([429, 502, 503, 504]);
/** Each wait is twice the one before, ms. */
const FIRST_WAIT = 200;
const LONGEST_WAIT = 30_000;

/**
 * Asks again, up to so many times, where that changes nothing: what only reads, after no answer or one that passes; what
 * changes something, where the server did not take it and says when to come again.
 */
export const retrying =
  (send: typeof fetch, retries: number, pause: Wait = wait): typeof fetch =>
  async (input, init) => {
    const reads = ['GET', 'HEAD'].includes(init?.method ?? 'GET');
    for (let tried = 0; ; tried += 1) {
      let after = FIRST_WAIT * 2 ** tried;
      try {
        const response = await send(input, init);
        const asked = Number(response.headers.get('retry-after') ?? Number.NaN);
        const isAgain = AGAIN.has(response.status) && (reads || !Number.isNaN(asked));
        if (tried >= retries || !isAgain) return response;
        if (asked > 0) after = Math.max(after, asked * 1_000);
        await response.body?.cancel();
      } catch (error) {
        if (tried >= retries || !reads || isAbort(error) || init?.signal?.aborted) throw error;
      }
      await pause(Math.min(after, LONGEST_WAIT), init?.signal);
    }
  };
