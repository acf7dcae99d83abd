import pl from 'nodejs-polars';
import pMap from 'p-map';
import type { OpenFeatureSet } from './open-feature-set.ts';
import { type RowFile, rowFiles } from './row-files.ts';
import { epochMs, scanFile } from './scan-rows.ts';

/** First and last `event_timestamp`, epoch ms. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

const FILES_AT_ONCE = 2;

const spanOf = (path: string) => {
  const time = epochMs().cast(pl.Float64);
  return scanFile(path).select(time.min().alias('from'), time.max().alias('to')).collect();
};

/** Of all rows; undefined where there is none. Reads the first and the last files of each bucket. */
export const readSpan = async (set: OpenFeatureSet): Promise<Span | undefined> => {
  const byBucket = Map.groupBy(rowFiles(set.manifest), ({ bucket }) => bucket);
  const outer = [...byBucket.values()].flatMap((files): RowFile[] => {
    const [first, last] = [files[0], files.at(-1)];
    return [...new Set([first, last])].filter((file) => file !== undefined);
  });
  const spans = await pMap(
    outer,
    async (file) => {
      const found = await set.useFile(file, spanOf);
      return [
        Number(found.getColumn('from').toArray()[0]),
        Number(found.getColumn('to').toArray()[0]),
      ] as const;
    },
    { concurrency: FILES_AT_ONCE },
  );
  if (spans.length === 0) return undefined;
  return {
    fromMs: Math.min(...spans.map(([from]) => from)),
    toMs: Math.max(...spans.map(([, to]) => to)),
  };
};
