import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { aggregateBucket, featureColumns, inferSpec, ingestFile, transformBucket } from '@wattline/engine';
import { firstCells } from '@wattline/engine/query';
import { formatSpec, parseSpec, type Spec } from '@wattline/spec';
import { firstPart } from './first-part.ts';
import type { Preview } from './preview.ts';

export interface PreviewTask {
  /** Where the part is, and room beside it. */
  readonly folder: string;
  readonly path: string;
  /** The upload's name, for its ending and for messages. */
  readonly name: string;
  readonly specText?: string;
}

const FEATURE_ROWS = 20;

const isWholeParquet = (bytes: Buffer): boolean => bytes.subarray(-4).toString('latin1') === 'PAR1';

const mayGrow = (spec: Spec): string[] => {
  const names = Object.keys(spec.categories);
  if (names.length === 0) return [];
  return [
    `the values of ${names.join(', ')} are those of the first part: add the others to the spec before it is saved`,
  ];
};

/** What the chain would make of the first part of a file: the same checks, the same features. */
export const inspectPart = async ({ folder, path, name, specText }: PreviewTask): Promise<Preview> => {
  const part = await firstPart(await readFile(path), name);
  // Says why the part of a Parquet file is not enough.
  if (part.bytes.subarray(0, 4).toString('latin1') === 'PAR1' && !isWholeParquet(part.bytes))
    inferSpec(part.bytes, name);
  const file = join(folder, 'part');
  await writeFile(file, part.bytes);
  const { plan, readings, receipt } = await ingestFile({
    path: file,
    name: part.name,
    folder: join(folder, 'readings'),
    ...(specText !== undefined && {
      spec: parseSpec(specText, { file: 'wattline.yaml' }),
      specSource: 'file' as const,
    }),
  });
  const columns = featureColumns(plan.spec);
  const [first] = readings;
  const features = first === undefined ? [] : await featureRows(plan, first, folder, columns);
  return {
    spec: specText ?? formatSpec(plan.spec),
    warnings: [...receipt.warnings, ...(specText === undefined ? mayGrow(plan.spec) : [])],
    columns: [...receipt.columns],
    rowsRead: receipt.rows.read,
    rowsRefused: receipt.rows.refused,
    reasons: { ...receipt.reasons },
    features: { columns: columns.map((column) => column.name), rows: features },
  };
};

type Plan = Parameters<typeof aggregateBucket>[0]['plan'];

/** The first feature rows of a bucket. */
const featureRows = async (
  plan: Plan,
  readings: { readonly bucket: number; readonly path: string },
  folder: string,
  columns: ReturnType<typeof featureColumns>,
): Promise<Preview['features']['rows']> => {
  const { bucket, path } = readings;
  const { rows, calendar } = await transformBucket({ plan, bucket, readings: path, folder });
  const { partitions } = await aggregateBucket({ plan, bucket, readings: path, rows, calendar, folder });
  const [partition] = partitions;
  if (partition === undefined) return [];
  return firstCells(partition.path, columns, FEATURE_ROWS);
};
