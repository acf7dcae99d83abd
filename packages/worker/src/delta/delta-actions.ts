import { sha256 } from '@wattline/hash';
import { z } from 'zod';
import { manyOf } from '../many-of.ts';

/** What of a manifest a Delta table needs. */
export const DeltaVersion = z.object({
  dataset: z.string(),
  version: z.string(),
  columns: z.array(z.object({ name: z.string(), dtype: z.string(), from: z.string() })).readonly(),
  files: manyOf(
    z.object({
      path: z.string(),
      object: z.string().exactOptional(),
      bytes: z.number(),
      rows: z.number().optional(),
    }),
  ),
});
export type DeltaVersion = z.infer<typeof DeltaVersion>;

/** One line of a commit. */
export type Action = Readonly<Record<string, unknown>>;

/** A file of feature rows as a table lists it. */
export interface DeltaFile {
  /** Below the table's root. */
  readonly path: string;
  readonly bucket: string;
  readonly period: string;
  readonly bytes: number;
  readonly rows: number;
}

const PATH = /^features\/entity_bucket=(\d+)\/period=([^/]+)\//;

/** The files of a version, below the folder of its dataset. */
export const deltaFiles = ({ dataset, version, files }: DeltaVersion): DeltaFile[] =>
  files.flatMap(({ path, object, bytes, rows = 0 }): DeltaFile[] => {
    const [, bucket, period] = PATH.exec(path) ?? [];
    if (bucket === undefined || period === undefined) return [];
    // Versions of before files were shared have theirs in a folder of their own.
    const key = object?.slice(`feature-sets/${dataset}/`.length) ?? `version=${version}/${path}`;
    return [{ path: key, bucket: String(Number(bucket)), period, bytes, rows }];
  });

/** Names what a table consists of after a commit. */
export const filesHash = (files: readonly DeltaFile[]): string =>
  sha256(
    files
      .map(({ path }) => path)
      .toSorted()
      .join('\n'),
  );

const types: Readonly<Record<string, string>> = {
  Int64: 'long',
  Float64: 'double',
  String: 'string',
  'Datetime(ms, UTC)': 'timestamp',
};

/** Names that a table without column mapping must not have. */
const isForbidden = (name: string): boolean => /[ ,;{}()\n\t=]/.test(name);

/** The columns that say in which file a row is; not in the files. */
const partitionColumns = (columns: DeltaVersion['columns']): readonly [string, string] => {
  const taken = new Set(columns.map(({ name }) => name.toLowerCase()));
  const free = (name: string): string => (taken.has(name) ? free(`_${name}`) : name);
  return [free('entity_bucket'), free('period')];
};

const tableId = (dataset: string): string =>
  sha256(`wattline delta table ${dataset}`)
    .slice(0, 32)
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/** Schema and protocol: as text, the same for versions with the same columns. */
export const tableActions = ({ dataset, columns }: DeltaVersion): readonly Action[] => {
  const [bucket, period] = partitionColumns(columns);
  const isMapped = columns.some(({ name }) => isForbidden(name));
  const fields = [
    ...columns.map(({ name, dtype, from }) => ({
      name,
      type: types[dtype] ?? 'string',
      metadata: { comment: from },
    })),
    { name: bucket, type: 'integer', metadata: { comment: 'Of the entity' } },
    { name: period, type: 'string', metadata: { comment: 'Local year, month or day' } },
  ].map(({ name, type, metadata }, index) => ({
    name,
    type,
    nullable: true,
    metadata: isMapped
      ? { ...metadata, 'delta.columnMapping.id': index + 1, 'delta.columnMapping.physicalName': name }
      : metadata,
  }));
  const mapping = {
    'delta.columnMapping.mode': 'name',
    'delta.columnMapping.maxColumnId': String(fields.length),
  };
  return [
    {
      protocol: isMapped
        ? { minReaderVersion: 2, minWriterVersion: 5 }
        : { minReaderVersion: 1, minWriterVersion: 2 },
    },
    {
      metaData: {
        id: tableId(dataset),
        name: dataset,
        format: { provider: 'parquet', options: {} },
        schemaString: JSON.stringify({ type: 'struct', fields }),
        partitionColumns: [bucket, period],
        configuration: isMapped ? mapping : {},
      },
    },
  ];
};

/** What changes the files of one version into those of another. */
export const fileActions = (
  before: readonly DeltaFile[],
  after: readonly DeltaFile[],
  columns: DeltaVersion['columns'],
  atMs: number,
): Action[] => {
  const [bucket, period] = partitionColumns(columns);
  const nameOf = (file: DeltaFile): string => `${file.path} ${file.bucket} ${file.period}`;
  const [had, has] = [new Set(before.map(nameOf)), new Set(after.map(nameOf))];
  const removed = new Set(before.filter((file) => !has.has(nameOf(file))).map(({ path }) => path));
  return [
    ...[...removed].map((path) => ({
      remove: { path: encodeURI(path), deletionTimestamp: atMs, dataChange: true },
    })),
    ...after
      .filter((file) => !had.has(nameOf(file)))
      .map((file) => ({
        add: {
          path: encodeURI(file.path),
          partitionValues: { [bucket]: file.bucket, [period]: file.period },
          size: file.bytes,
          modificationTime: atMs,
          dataChange: true,
          stats: JSON.stringify({ numRecords: file.rows }),
        },
      })),
  ];
};
