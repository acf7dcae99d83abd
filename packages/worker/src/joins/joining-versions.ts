import type { ObjectStore } from '@wattline/backend-contract';
import pMap from 'p-map';
import { joinedEntries, readLog } from '../dataset/dataset-log.ts';
import { sweptVersions } from '../retention/kept-versions.ts';
import { mayJoin } from './joined-by.ts';

const CONCURRENCY = 4;

/** The datasets that have versions with columns of one, which no sweep removed. */
export const joiningVersions = async (results: ObjectStore, other: string): Promise<string[]> => {
  const found = await pMap(
    await mayJoin(results, other),
    async (dataset) => {
      const entries = await readLog(results, dataset);
      const swept = sweptVersions(entries);
      const has = joinedEntries(entries).some(
        ({ version, joined = [] }) => !swept.has(version) && joined.some((one) => one.dataset === other),
      );
      return has ? [dataset] : [];
    },
    { concurrency: CONCURRENCY },
  );
  return found.flat();
};
