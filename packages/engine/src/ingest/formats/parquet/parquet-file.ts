import pl, { type DataFrame, type DataType, type LazyDataFrame } from 'nodejs-polars';
import { RejectedError } from '../../../errors.ts';
import { field } from '../../read/fields.ts';
import type { FrameContent } from '../../source.ts';
import { damagedParquet, type Footer, unreadableParquet } from './footer.ts';

const CHUNK_CELLS = 4_000_000;

/** A Parquet file whose footer was read. */
export interface ParquetFile {
  readonly header: readonly string[];
  /** Names of Polars' types. */
  readonly types: ReadonlyMap<string, string>;
  /** The longest text that the first few rows have in each column, bytes. */
  readonly longest: readonly number[];
  /** Cells of the first rows, as text. */
  readonly rows: readonly (readonly string[])[];
  readonly height: number;
  /** Rows by rows, the fields wanted alone, called `c0…` by their place in the file. */
  readonly frames: FrameContent['frames'];
}

/** A time of day has no column of numbers here; as text it is a part of a timestamp like any other. */
const CLOCK = 'Time';

const fits = /^(?:U?Int\d+|Float(?:32|64)|Decimal|String|Categorical|Enum|Datetime|Date|Bool|Null)$/;

/** Columns of types that cannot be readings, with their types. */
export const unfitColumns = ({ header, types }: ParquetFile): readonly (readonly [string, string])[] =>
  header
    .map((column) => [column, types.get(column) ?? 'unknown'] as const)
    .filter(([, type]) => !fits.test(type));

/** Throws RejectedError for a type that cannot be a reading without loss. */
export const refuseUnfit = (source: ParquetFile, index: number, name: string, purpose: string): void => {
  const column = source.header[index] ?? '';
  refuseLong(source.longest[index] ?? 0, column, name);
  const type = source.types.get(column);
  const isDate = type !== undefined && /^Date/.test(type);
  if (type === undefined || !fits.test(type) || (purpose === 'values' && isDate)) {
    throw new RejectedError(
      'COLUMN_TYPE_UNFIT',
      `column '${column}' of ${name} has type ${type ?? 'unknown'}, which cannot be one of ${purpose}`,
      {
        place: { file: name, column },
        remedy: 'write it as numbers, text or timestamps, or take it out of the spec',
      },
    );
  }
};

/** Longer texts are no labels or numbers; a few bytes of a file can hold thousands of them. */
const MAX_TEXT_BYTES = 1_000_000;
export const SAMPLE_ROWS = 2_000;
const FIRST_ROWS = 16;
const SAMPLE_BYTES = 2 ** 26;
const SAMPLE_CHARACTERS = 1_000;

/** Cells as text; instants as they are in UTC, whatever zone they are shown in. */
const textOf = async (frame: DataFrame, column: string): Promise<unknown[]> => {
  const type = String(frame.getColumn(column).dtype);
  const cell = pl.col(column);
  const isZoned = /Datetime\(\w+,\s*\S+\)/.test(type);
  const text = isZoned
    ? cell.dt.convertTimeZone('UTC').dt.strftime('%Y-%m-%dT%H:%M:%SZ')
    : /Datetime/.test(type)
      ? cell.dt.strftime('%Y-%m-%d %H:%M:%S')
      : cell.cast(pl.String, false);
  const short = text.str.slice(0, SAMPLE_CHARACTERS).alias('text');
  return (await frame.lazy().select(short).collect()).getColumn('text').toArray();
};

/** The type of a column as Polars has it; its name alone where this binding does not know it. */
const typeOf = (frame: DataFrame, column: string): DataType | string => {
  try {
    return frame.getColumn(column).dtype;
  } catch (error) {
    return /DataType (\w+)/.exec(String(error))?.[1] ?? 'unknown';
  }
};

const isClock = (type: DataType | string | undefined): boolean =>
  typeof type === 'object' && type.variant === CLOCK;

/** The longest text of each column, bytes; 0 for columns of other types. */
const longestTexts = (frame: DataFrame, columns: readonly string[]): Promise<number[]> =>
  Promise.all(
    columns.map(async (column) => {
      const type = typeOf(frame, column);
      if (typeof type === 'string' || !/^(?:String|Categorical|Enum)$/.test(type.variant)) return 0;
      // Each label once: as text they take as much room as the rows have.
      const labels = type.variant === 'String' ? pl.col(column) : pl.col(column).unique().cast(pl.String);
      const longest = await frame.lazy().select(labels.str.lengths().max().alias('bytes')).collect();
      return Number(longest.getColumn('bytes').toArray()[0] ?? 0);
    }),
  );

const refuseLong = (bytes: number, column: string, name: string): void => {
  if (bytes <= MAX_TEXT_BYTES) return;
  throw new RejectedError(
    'TEXT_TOO_LONG',
    `column '${column}' of ${name} has a text of ${bytes} bytes; at most ${MAX_TEXT_BYTES} are read`,
    { place: { file: name, column }, remedy: 'leave the column out of the spec, or shorten its texts' },
  );
};

/** Opens a Parquet file of which the footer was read. Throws RejectedError where it is damaged or has no rows. */
export const scanParquetFile = async (path: string, name: string, footer: Footer): Promise<ParquetFile> => {
  const { columns: header, rows: height } = footer;
  if (height === 0) {
    throw new RejectedError('NO_ROWS', `${name} has no rows`, {
      place: { file: name },
      remedy: 'upload a file with at least one reading',
    });
  }
  const scan = (): LazyDataFrame => pl.scanParquet(path, { glob: false, hivePartitioning: false });
  const guarded = async (plan: LazyDataFrame): Promise<DataFrame> => {
    try {
      return await plan.collect();
    } catch (error) {
      throw unreadableParquet(name, error);
    }
  };
  // A text of megabytes, two thousand times, fits into a few bytes of a file.
  const first = await guarded(scan().head(FIRST_ROWS));
  const longest = await longestTexts(first, first.columns);
  const rowBytes = longest.reduce((sum, bytes) => sum + bytes, 1);
  const sampleRows = Math.min(SAMPLE_ROWS, Math.max(FIRST_ROWS, Math.floor(SAMPLE_BYTES / rowBytes)));
  const head = await guarded(scan().head(sampleRows));
  if (head.columns.join('\n') !== header.join('\n')) {
    throw damagedParquet(name);
  }
  const found = header.map((column) => typeOf(head, column));
  const clocks = new Set(header.filter((_, index) => isClock(found[index])));
  const texts = await Promise.all(
    header.map((column, index) => {
      const type = found[index];
      return typeof type === 'object' && (clocks.has(column) || fits.test(type.variant))
        ? textOf(head, column)
        : [];
    }),
  );
  const rows = Array.from({ length: head.height }, (_, row) =>
    texts.map((cells) => (typeof cells[row] === 'string' ? cells[row] : '')),
  );
  return {
    header,
    types: new Map(
      header.map((column, index) => {
        const type = found[index] ?? 'unknown';
        return [column, clocks.has(column) ? 'String' : typeof type === 'string' ? type : type.variant];
      }),
    ),
    longest,
    rows,
    height,
    frames: async function* (fields, { from: start, to: end } = { from: 0, to: height }) {
      const step = Math.max(1, Math.floor(CHUNK_CELLS / Math.max(1, fields.length)));
      for (let from = start; from < end; from += step) {
        const frame = await guarded(
          scan()
            .select(
              ...fields.map((index) => {
                const cell = pl.col(header[index] ?? '');
                return (clocks.has(header[index] ?? '') ? cell.cast(pl.String) : cell).alias(field(index));
              }),
            )
            .slice(from, Math.min(step, end - from)),
        );
        const lengths = await longestTexts(frame, fields.map(field));
        for (const [at, index] of fields.entries()) refuseLong(lengths[at] ?? 0, header[index] ?? '', name);
        yield { frame, firstRow: from + 1 };
      }
    },
  };
};
