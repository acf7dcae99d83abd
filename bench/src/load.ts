import { Agent, get } from 'node:http';
import { createHistogram } from 'node:perf_hooks';

export interface Load {
  readonly requests: number;
  readonly requestsPerSecond: number;
  readonly medianMs: number;
  readonly p99Ms: number;
}

const NS_PER_MS = 1e6;

const ask = (url: URL, agent: Agent): Promise<void> =>
  new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${url.href} answered ${response.statusCode}`));
      response.on('end', resolve);
      response.on('error', reject);
      response.resume();
    }).on('error', reject);
  });

/** Asks over so many kept connections, each as soon as it has its answer, for some seconds. */
export const load = async (options: {
  readonly next: () => URL;
  readonly connections: number;
  readonly seconds: number;
}): Promise<Load> => {
  const { next, connections, seconds } = options;
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const times = createHistogram();
  const startedAt = performance.now();
  const isOver = (): boolean => performance.now() - startedAt > seconds * 1_000;
  const connection = async (): Promise<void> => {
    while (!isOver()) {
      const askedAt = process.hrtime.bigint();
      await ask(next(), agent);
      times.record(process.hrtime.bigint() - askedAt);
    }
  };
  await Promise.all(Array.from({ length: connections }, connection));
  const took = (performance.now() - startedAt) / 1_000;
  agent.destroy();
  return {
    requests: times.count,
    requestsPerSecond: times.count / took,
    medianMs: times.percentile(50) / NS_PER_MS,
    p99Ms: times.percentile(99) / NS_PER_MS,
  };
};
