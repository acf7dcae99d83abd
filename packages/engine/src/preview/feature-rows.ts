import { aggregateBucket, featureColumns, transformBucket } from '../features/index.ts';
import type { Ingested } from '../ingest/index.ts';
import { bucketPaths } from '../periods/bucket-paths.ts';
import { firstCells } from '../query/first-cells.ts';
import type { CellTable } from './preview.ts';

/** The first feature rows that the readings of a file give. */
export const featureRows = async (
  { plan, readings }: Pick<Ingested, 'plan' | 'readings'>,
  folder: string,
  limit: number,
): Promise<CellTable> => {
  const columns = featureColumns(plan.spec);
  const names = columns.map(({ name }) => name);
  const [first] = readings;
  if (first === undefined) return { columns: names, rows: [] };
  const { bucket } = first;
  const paths = bucketPaths(readings).get(bucket) ?? [];
  const files = await transformBucket({ plan, bucket, readings: paths, folder });
  const { partitions } = await aggregateBucket({ plan, bucket, ...files, folder });
  const [partition] = partitions;
  return {
    columns: names,
    rows: partition === undefined ? [] : await firstCells(partition.path, columns, limit),
  };
};
