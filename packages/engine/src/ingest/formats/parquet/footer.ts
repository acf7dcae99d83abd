import { type FileHandle, open } from 'node:fs/promises';
import { type AsyncBuffer, type FileMetaData, parquetMetadataAsync } from 'hyparquet';
import { RejectedError } from '../../../errors.ts';
import { type ColumnZone, zonesOf } from './arrow-zones.ts';

/** What the end of a Parquet file says of it, before the native reader sees any of it. */
export interface Footer {
  /** Names at the top level, in the order of the file. */
  readonly columns: readonly string[];
  readonly rows: number;
  /** Of the whole file, once it is decoded: what its pages unfold to, and eight bytes for each cell at least. */
  readonly decodedBytes: number;
  /** What the writer would show the times of columns in. */
  readonly zones: readonly ColumnZone[];
  readonly metadata: FileMetaData;
}

/** The key under which writers keep the file's Arrow schema. */
export const ARROW_SCHEMA = 'ARROW:schema';

const CELL_BYTES = 8;
const MAX_NAME = 1_000;

const MAX_REASON = 200;

export const damagedParquet = (name: string, cause?: unknown): RejectedError =>
  new RejectedError('PARQUET_CORRUPT', `${name} is a damaged or truncated Parquet file`, {
    place: { file: name },
    remedy: 'write the file again and upload it; the copy may be incomplete',
    ...(cause === undefined ? {} : { cause }),
  });

/** What the native reader refuses though the footer is whole. */
export const unreadableParquet = (name: string, cause: unknown): RejectedError => {
  const [reason = ''] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
  return new RejectedError(
    'PARQUET_CORRUPT',
    `${name} is a damaged Parquet file, or has a type that cannot be read: ${reason.slice(0, MAX_REASON)}`,
    {
      place: { file: name },
      remedy: 'write the file again with plain types (64-bit numbers, text, timestamps) and upload it',
      cause,
    },
  );
};

/** The bytes of an open file, as hyparquet asks for them. */
export const bytesOf = async (file: FileHandle): Promise<AsyncBuffer> => {
  const { size } = await file.stat();
  return {
    byteLength: size,
    slice: async (from, to = size) => {
      const part = new Uint8Array(to - from);
      await file.read(part, 0, part.length, from);
      return part.buffer;
    },
  };
};

const parse = async (path: string): Promise<FileMetaData> => {
  const file = await open(path);
  try {
    return await parquetMetadataAsync(await bytesOf(file), { geoparquet: false });
  } finally {
    await file.close();
  }
};

/** The elements right below the root: a group's own elements follow it. */
const topLevel = ({ schema }: FileMetaData): string[] => {
  const names: string[] = [];
  let deeper = 0;
  for (const { name, num_children: children = 0 } of schema.slice(1)) {
    if (deeper === 0) names.push(name ?? '');
    else deeper -= 1;
    deeper += children;
  }
  return names;
};

const refuseNames = (columns: readonly string[], name: string): void => {
  const seen = new Set<string>();
  for (const [index, column] of columns.entries()) {
    if (seen.has(column)) {
      throw new RejectedError('COLUMN_TWICE', `${name} has two columns called '${column.slice(0, 100)}'`, {
        place: { file: name, column },
        remedy: 'give each column a name of its own and upload the file again',
      });
    }
    if (column === '' || column.length > MAX_NAME) {
      throw new RejectedError(
        'COLUMN_UNNAMED',
        `column ${index + 1} of ${name} has ${column === '' ? 'no name' : `a name of ${column.length} characters`}`,
        { place: { file: name }, remedy: 'name the column and upload the file again' },
      );
    }
    seen.add(column);
  }
};

/** Reads a Parquet file's footer. Throws RejectedError where it is damaged, or names no or two columns alike. */
export const readFooter = async (path: string, name: string): Promise<Footer> => {
  const found = await parse(path).catch((cause: unknown) => {
    // A disk that fails is not the file's fault.
    if (cause instanceof Error && 'syscall' in cause) throw cause;
    throw damagedParquet(name, cause);
  });
  const rows = Number(found.num_rows);
  const leaves = found.schema.filter(({ type }) => type !== undefined).length;
  const inGroups = found.row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0);
  if (!Number.isSafeInteger(rows) || rows < 0 || inGroups !== rows) throw damagedParquet(name);
  const pages = found.row_groups
    .flatMap(({ columns }) => columns)
    .reduce((sum, { meta_data: chunk }) => sum + Math.max(0, Number(chunk?.total_uncompressed_size ?? 0)), 0);
  const columns = topLevel(found);
  refuseNames(columns, name);
  const schema = found.key_value_metadata?.find(({ key }) => key === ARROW_SCHEMA)?.value;
  return {
    columns,
    rows,
    decodedBytes: Math.max(pages, rows * leaves * CELL_BYTES),
    zones: schema === undefined ? [] : zonesOf(schema),
    metadata: found,
  };
};
