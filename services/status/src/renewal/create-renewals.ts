import { setTimeout as sleep } from 'node:timers/promises';
import { lastStage } from '@wattline/topology';
import {
  type Backend,
  doneEvent,
  isEnd,
  JOIN_NOT_SEALED,
  type Logger,
  mayJoin,
  readJoined,
  renewDataset,
  renewRefused,
  type WattlineEvent,
} from '@wattline/worker';
import pMap from 'p-map';
import { singleFlight } from '../live/single-flight.ts';
import type { RunIndex } from '../run-index/run-index.ts';

export interface Renewals {
  /** After the end of a run, or a restoration: throws where that could not be followed up, and may be called again. */
  onEvent(event: WattlineEvent): Promise<void>;
  /** Looks at every dataset that joins another, now and then again until `signal` aborts. */
  regularly(signal: AbortSignal): Promise<void>;
}

const DATASETS = 'datasets/';
const CONCURRENCY = 4;
/** Events tell of all but what a service missed that was killed, or that nobody works on. */
const EVERY_MS = 3_600_000;
const ALL = { limit: Number.MAX_SAFE_INTEGER };

const changesLatest = ({ type }: WattlineEvent): boolean =>
  type === doneEvent(lastStage) || type === 'wattline.version.restored';

/** Makes datasets again whose joins have other versions than they joined. */
export const createRenewals = (options: {
  readonly backend: Backend;
  readonly index: RunIndex;
  readonly log: Logger;
}): Renewals => {
  const { backend, index, log } = options;
  const { results } = backend.stores;

  const renewOnce = async (dataset: string): Promise<void> => {
    const renewed = await renewDataset(backend, dataset);
    if (renewed?.type === 'renew')
      log.info({ dataset, run: renewed.run, renews: renewed.renews }, 'made again, for what it joins is new');
    if (renewed?.type === 'circular' || renewed?.type === 'in-vain')
      log.warn({ dataset, run: renewed.run, because: renewed.type }, 'it does not have what is new');
    const refused = index.list({ dataset, statuses: ['rejected'], text: JOIN_NOT_SEALED }, ALL);
    const runs = await renewRefused(
      backend,
      dataset,
      refused.runs.map(({ run }) => run),
    );
    if (runs.length > 0) log.info({ dataset, runs }, 'made, for what they join is there');
  };
  const renew = singleFlight(renewOnce);
  const renewAll = (datasets: Iterable<string>): Promise<unknown> =>
    pMap(datasets, renew, { concurrency: CONCURRENCY, stopOnError: false });

  /** What ended may have held its dataset up. */
  const concernsOwn = async ({ type, data }: WattlineEvent): Promise<boolean> => {
    if (!isEnd(type)) return false;
    // One that ended badly may have come to nothing before it was known what it joins.
    const isWell = type === doneEvent(lastStage) || type === 'wattline.run.superseded';
    return !isWell || (await readJoined(results, data)).length > 0;
  };

  const everyJoining = async (): Promise<Set<string>> => {
    const found = new Set<string>();
    for await (const folder of results.folders(DATASETS))
      for (const dataset of await mayJoin(results, folder.slice(DATASETS.length, -1))) found.add(dataset);
    return found;
  };

  return {
    onEvent: async (event) => {
      const { dataset } = event.data;
      const concerned = new Set(changesLatest(event) ? await mayJoin(results, dataset) : []);
      if (await concernsOwn(event)) concerned.add(dataset);
      await renewAll(concerned);
    },
    regularly: async (signal) => {
      while (!signal.aborted) {
        await everyJoining()
          .then(renewAll)
          .catch((err: unknown) => log.error({ err }, 'not every dataset could be looked at'));
        await sleep(EVERY_MS, undefined, { signal, ref: false }).catch(() => undefined);
      }
    },
  };
};
