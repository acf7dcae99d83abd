import { openBackend, readConfig } from '@wattline/bootstrap';
import { reportError } from '@wattline/errors';
import { QueueName, StoreName } from '@wattline/topology';
import type { Finding } from '../text/findings.ts';
import { examineDeadLetters } from './dead-letters.ts';

/** Stores and queues that were chosen by name: whether all of them answer. */
export const examineAdapters = async (dataDir: string): Promise<Finding[]> => {
  const what = 'adapters';
  try {
    const config = readConfig({ ...process.env, WATTLINE_DATA_DIR: dataDir });
    const needs = { stores: StoreName.options, queues: QueueName.options };
    const backend = await openBackend(config, process.env, needs);
    try {
      for await (const _ of backend.stores.results.list('')) break;
      const { store, queue } = config.adapters;
      const found = `store ${store} and queue ${queue} answer`;
      return [{ what, status: 'ok', found }, ...(await examineDeadLetters(backend.queues))];
    } finally {
      await backend.close();
    }
  } catch (error) {
    const { message, remedy } = reportError(error);
    return [{ what, status: 'missing', found: message, remedy }];
  }
};
