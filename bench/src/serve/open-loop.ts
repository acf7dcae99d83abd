import { createHistogram } from 'node:perf_hooks';
import { Pool } from 'undici';

/** What a request is answered with. */
interface Answered {
  readonly status: number;
  readonly text: string;
}

export interface Asked {
  readonly path: string;
  readonly body: string;
  readonly type?: string;
  /** Looks at the answer; throws where it is wrong. */
  readonly check?: ((text: string) => void) | undefined;
}

export interface OpenLoad {
  readonly requests: number;
  readonly requestsPerSecond: number;
  /** From the moment at which each was due. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly mostMs: number;
  /** How much later than due the asking process itself sent one in a hundred. */
  readonly latep99Ms: number;
  /** Whether it was asked for all that was wanted; else it fell behind, and the rest was not sent. */
  readonly keptUp: boolean;
}

const NS_PER_MS = 1e6;
/** So many requests without an answer mean that the service cannot keep up: no more are sent. */
const MOST_OPEN = 5_000;

const ask = (
  pool: Pool,
  { path, body, type = 'application/json' }: Asked,
  isRead: boolean,
): Promise<Answered> =>
  new Promise((resolve, reject) => {
    let status = 0;
    const parts: Buffer[] = [];
    pool.dispatch(
      { path, method: 'POST', headers: { 'content-type': type }, body },
      {
        onRequestStart: () => {},
        onResponseStart: (_, code) => {
          status = code;
        },
        onResponseData: (_, chunk) => {
          // Elsewhere answers are checked: to read each would take the service's processor time.
          if (isRead || status !== 200) parts.push(chunk);
        },
        onResponseEnd: () => resolve({ status, text: Buffer.concat(parts).toString() }),
        onResponseError: (_, error) => reject(error),
      },
    );
  });

/** Asks once. @throws where the answer is no row */
export const askOnce = async (url: URL, asked: Asked): Promise<string> => {
  const pool = new Pool(url.origin, { connections: 1 });
  try {
    const { status, text } = await ask(pool, asked, true);
    if (status !== 200) throw new Error(`answered ${status}: ${text}`);
    asked.check?.(text);
    return text;
  } finally {
    await pool.destroy();
  }
};

/**
 * Asks at a fixed rate, however long answers take, so that a slow one is not followed by fewer requests: latency counts
 * from the moment at which each was due. One in so many answers is read and checked.
 */
export const openLoad = async (options: {
  readonly url: URL;
  readonly next: (request: number) => Asked;
  readonly perSecond: number;
  readonly seconds: number;
  readonly connections?: number;
  readonly checkEvery?: number;
}): Promise<OpenLoad> => {
  const { url, next, perSecond, seconds, connections = 16, checkEvery = 97 } = options;
  const pool = new Pool(url.origin, { connections, pipelining: 1 });
  const [latency, late] = [createHistogram(), createHistogram()];
  let all = Math.round(perSecond * seconds);
  const each = 1e9 / perSecond;
  let [sent, answered] = [0, 0];
  let failure: unknown;
  const startedAt = process.hrtime.bigint();
  const now = (): number => Number(process.hrtime.bigint() - startedAt);
  const send = async (request: number): Promise<void> => {
    const due = request * each;
    const asked = next(request);
    const isRead = request % checkEvery === 0;
    late.record(Math.max(1, Math.round(now() - due)));
    try {
      const { status, text } = await ask(pool, asked, isRead);
      latency.record(Math.max(1, Math.round(now() - due)));
      if (status !== 200) throw new Error(`answered ${status}: ${text.slice(0, 500)}`);
      if (isRead) asked.check?.(text);
    } catch (error) {
      failure ??= error;
    }
    answered += 1;
  };
  await new Promise<void>((resolve) => {
    const turn = (): void => {
      while (sent < all && sent * each <= now() && failure === undefined) {
        void send(sent);
        sent += 1;
        if (sent - answered > MOST_OPEN) all = sent;
      }
      // Timers are a millisecond late; rates are higher than that.
      if (answered < sent || (sent < all && failure === undefined)) setImmediate(turn);
      else resolve();
    };
    turn();
  });
  const took = now() / 1e9;
  await pool.destroy();
  if (failure !== undefined) throw failure;
  return {
    requests: latency.count,
    requestsPerSecond: latency.count / took,
    p50Ms: latency.percentile(50) / NS_PER_MS,
    p99Ms: latency.percentile(99) / NS_PER_MS,
    mostMs: latency.max / NS_PER_MS,
    latep99Ms: late.percentile(99) / NS_PER_MS,
    keptUp: all === Math.round(perSecond * seconds),
  };
};
