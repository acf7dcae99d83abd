import { open } from 'node:fs/promises';
import pl, { type DataFrame, type DataType, type LazyDataFrame } from 'nodejs-polars';
import { RejectedError } from '../../../errors.ts';
import { field } from '../../read/fields.ts';

const CHUNK_CELLS = 4_000_000;

/** A Parquet file whose footer was read. */
export interface ParquetFile {
  readonly header: readonly string[];
  readonly types: ReadonlyMap<string, DataType>;
  /** Cells of the first rows, as text. */
  readonly rows: readonly (readonly string[])[];
  readonly height: number;
  /** Rows by rows, the fields wanted alone, called `c0…` by their place in the file. */
  readonly frames: (fields: readonly number[]) => AsyncGenerator<{ frame: DataFrame; firstRow: number }>;
}

const damaged = (name: string, cause?: unknown): RejectedError =>
  new RejectedError('PARQUET_CORRUPT', `${name} is a damaged or truncated Parquet file`, {
    place: { file: name },
    remedy: 'write the file again and upload it; the copy may be incomplete',
    ...(cause === undefined ? {} : { cause }),
  });

const endsWell = async (path: string): Promise<boolean> => {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const tail = Buffer.alloc(4);
    await file.read(tail, 0, 4, Math.max(0, size - 4));
    return size >= 12 && tail.toString('latin1') === 'PAR1';
  } finally {
    await file.close();
  }
};

const fits = /^(?:U?Int\d+|Float\d+|Decimal|String|Categorical|Enum|Datetime|Date|Bool|Null)$/;

/** Throws RejectedError for a type that cannot be a reading without loss. */
export const refuseUnfit = (source: ParquetFile, index: number, name: string, purpose: string): void => {
  const column = source.header[index] ?? '';
  const type = source.types.get(column);
  const isDate = type !== undefined && /^Date/.test(type.variant);
  if (type === undefined || !fits.test(type.variant) || (purpose === 'values' && isDate)) {
    throw new RejectedError(
      'COLUMN_TYPE_UNFIT',
      `column '${column}' of ${name} has type ${type?.variant ?? 'unknown'}, which cannot be one of ${purpose}`,
      {
        place: { file: name, column },
        remedy: 'write it as numbers, text or timestamps, or take it out of the spec',
      },
    );
  }
};

/** Cells as text; instants as they are in UTC, whatever zone they are shown in. */
const textOf = (frame: DataFrame, column: string): unknown[] => {
  const type = String(frame.getColumn(column).dtype);
  const cell = pl.col(column);
  const isZoned = /Datetime\(\w+,\s*\S+\)/.test(type);
  const text = isZoned
    ? cell.dt.convertTimeZone('UTC').dt.strftime('%Y-%m-%dT%H:%M:%SZ')
    : /Datetime/.test(type)
      ? cell.dt.strftime('%Y-%m-%d %H:%M:%S')
      : cell.cast(pl.String, false);
  return frame.select(text.alias('text')).getColumn('text').toArray();
};

/** Opens a Parquet file. Throws RejectedError where it is damaged or has no rows. */
export const scanParquetFile = async (path: string, name: string): Promise<ParquetFile> => {
  if (!(await endsWell(path))) {
    throw damaged(name);
  }
  const scan = (): LazyDataFrame => pl.scanParquet(path, { glob: false, hivePartitioning: false });
  const guarded = async (plan: LazyDataFrame): Promise<DataFrame> => {
    try {
      return await plan.collect();
    } catch (error) {
      throw damaged(name, error);
    }
  };
  const head = await guarded(scan().head(2000));
  const height = Number(
    (await guarded(scan().select(pl.len().alias('rows')))).getColumn('rows').toArray()[0],
  );
  if (height === 0) {
    throw new RejectedError('NO_ROWS', `${name} has no rows`, {
      place: { file: name },
      remedy: 'upload a file with at least one reading',
    });
  }
  const header = head.columns;
  const types = new Map(header.map((column) => [column, head.getColumn(column).dtype]));
  const texts = header.map((column) => {
    const series = head.getColumn(column);
    return fits.test(series.dtype.variant) ? textOf(head, column) : [];
  });
  const rows = Array.from({ length: head.height }, (_, row) =>
    texts.map((cells) => (typeof cells[row] === 'string' ? cells[row] : '')),
  );
  return {
    header,
    types,
    rows,
    height,
    frames: async function* (fields) {
      const step = Math.max(1, Math.floor(CHUNK_CELLS / Math.max(1, fields.length)));
      for (let from = 0; from < height; from += step) {
        const frame = await guarded(
          scan()
            .select(...fields.map((index) => pl.col(header[index] ?? '').alias(field(index))))
            .slice(from, step),
        );
        yield { frame, firstRow: from + 1 };
      }
    },
  };
};
