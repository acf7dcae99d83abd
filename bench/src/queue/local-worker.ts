import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openLocalQueues } from '@wattline/backend-local';
import { topology } from '@wattline/topology';
import { work } from '../paths.ts';
import type { Worker } from './load.ts';
import { workOffWith } from './wattline-worker.ts';

/** Wattline's worker on the queue of one machine: a SQLite file. */
export const createLocalWorker = async (): Promise<Worker> => {
  const folder = join(work, 'queue');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const { queues, close } = openLocalQueues({ path: join(folder, 'queues.db'), topology });
  return {
    fill: async (bodies) => {
      await Promise.all(bodies.map((body) => queues.transform.send(body)));
    },
    workOff: (load, atOnce) => workOffWith(queues.transform, load, atOnce),
    close: async () => close(),
  };
};
