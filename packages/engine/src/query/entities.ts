import pl from 'nodejs-polars';
import pMap from 'p-map';
import { ONLY_ENTITY } from '../columns.ts';
import type { OpenFeatureSet } from './open-feature-set.ts';
import { entityColumnOf, rowFiles } from './row-files.ts';
import { scanFile } from './scan-rows.ts';

const FILES_AT_ONCE = 2;

/** Every entity of a feature set, sorted. */
export const readEntities = async (set: OpenFeatureSet): Promise<string[]> => {
  const column = entityColumnOf(set.manifest);
  if (column === undefined) return [ONLY_ENTITY];
  const names = new Set<string>();
  await pMap(
    rowFiles(set.manifest),
    async (file) => {
      const found = await set.useFile(file, (path) =>
        scanFile(path).select(pl.col(column)).unique().collect(),
      );
      for (const name of found.getColumn(column).toArray()) names.add(String(name));
    },
    { concurrency: FILES_AT_ONCE },
  );
  return [...names].sort();
};
