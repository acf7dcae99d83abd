import { createWriteStream } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { entityColumns, type Spec } from '@wattline/spec';
import pl, { type Expr } from 'nodejs-polars';
import { RejectedError } from '../../errors.ts';
import { asUtf8 } from '../formats/csv/encoding.ts';
import { formatOf } from '../formats/detect.ts';
import { type Input, openInput } from '../input.ts';
import { unpackLimits } from '../limits.ts';
import type { Source } from '../source.ts';
import { type ErasedRecords, withoutRecords } from './erase-records.ts';
import { notRewritable } from './not-rewritable.ts';

export interface EraseOptions {
  readonly path: string;
  /** What messages call the file. */
  readonly name: string;
  /** For what is made of it; it may be missing. */
  readonly folder: string;
  /** By which the file was read. */
  readonly spec: Spec;
  readonly entity: string;
  readonly signal?: AbortSignal | undefined;
  /** Nobody has read the file before: only text is, which cannot end the process. */
  readonly isUnread?: boolean | undefined;
}

/** A file without a series. */
export interface ErasedFile {
  /** Undefined where it had no other rows. */
  readonly path: string | undefined;
  /** Lines, or row numbers, of the rows that are left out. */
  readonly lines: ReadonlySet<number>;
}

/** Besides, where its rows begin. */
interface Erased extends ErasedFile {
  readonly firstLine: number;
}

const CHUNK_BYTES = 2 ** 20;

const eraseText = async (
  input: Input,
  source: Source,
  { name, folder, spec, entity }: EraseOptions,
): Promise<Erased> => {
  const { found: dialect, table, content } = source;
  if (content.kind !== 'text' || dialect.delimiter === undefined)
    throw notRewritable(name, 'its rows are no text');
  if (dialect.lineEnds === 'CR') throw notRewritable(name, 'its lines end as on old Macs');
  const isWide = dialect.encoding?.startsWith('utf-16') === true;
  if (isWide && spec.file?.encoding !== undefined)
    throw notRewritable(name, 'its spec says that it is UTF-16');
  // UTF-16 becomes UTF-8, which is read alike.
  const encoding = isWide ? (dialect.encoding as 'utf-16le' | 'utf-16be') : 'utf-8';
  const blocks = isWide ? asUtf8(input.blocks(), { encoding, bom: 2 }) : input.blocks();
  const found: ErasedRecords = { lines: new Set(), kept: 0 };
  const rows = withoutRecords(blocks, {
    name,
    spec,
    entity,
    form: {
      delimiter: dialect.delimiter,
      quoted: spec.file?.quote !== 'none',
      encoding: dialect.encoding === 'windows-1252' ? 'windows-1252' : 'utf-8',
      header: table.header,
      firstLine: content.firstLine(),
    },
    found,
  });
  const path = join(folder, 'erased');
  const gzip = input.packing === undefined ? [] : [createGzip()];
  await pipeline([Readable.from(rows), ...gzip, createWriteStream(path)]);
  return {
    path: found.kept === 0 ? undefined : path,
    lines: found.lines,
    firstLine: content.firstLine(),
  };
};

/** Its name as rows have it. */
const entityOf = (columns: readonly string[]): Expr => {
  const parts = columns.map((column) => pl.col(column).cast(pl.String).str.strip());
  const [only] = parts;
  return only !== undefined && parts.length === 1 ? only : pl.concatString(parts, ' ');
};

const eraseTyped = async (
  input: Input,
  source: Source,
  { name, folder, spec, entity }: EraseOptions,
  isArrow: boolean,
): Promise<Erased> => {
  const from = await input.unpackedPath();
  const columns = entityColumns(spec.entity ?? '', source.table.header);
  const path = join(folder, 'erased');
  try {
    const scanned = isArrow
      ? pl.scanIPC(from)
      : pl.scanParquet(from, { glob: false, hivePartitioning: false });
    const own = entityOf(columns).eq(pl.lit(entity)).fillNull(false);
    const lines = await scanned
      .withRowIndex('__row')
      .filter(own)
      .select(pl.col('__row').cast(pl.Float64))
      .collect();
    const others = await scanned.filter(own.not()).collect();
    const texts = others.columns.filter((_, index) => others.dtypes[index]?.equals(pl.String) === true);
    for (const column of texts) {
      const left = await others
        .lazy()
        .filter(pl.col(column).str.strip().eq(pl.lit(entity)))
        .collect();
      if (left.height > 0) throw notRewritable(name, `column '${column}' names it in rows of others`);
    }
    await others.lazy().sinkParquet(path, { compression: 'zstd', maintainOrder: true }).collect();
    return {
      path: others.height === 0 ? undefined : path,
      lines: new Set(
        lines
          .getColumn('__row')
          .toArray()
          .map((row) => Number(row) + 1),
      ),
      firstLine: 1,
    };
  } catch (cause) {
    if (cause instanceof RejectedError) throw cause;
    throw notRewritable(name, 'it has types that cannot be written as they are', {}, cause);
  }
};

/** Formats whose rows are read by way of text, which reads the same in their place. */
const asText: ReadonlySet<string> = new Set(['xlsx', 'json']);

const eraseBy = async (options: EraseOptions, path: string): Promise<Erased> => {
  const { name, folder, spec, signal } = options;
  const scratch = join(folder, 'scratch');
  const limits = unpackLimits(spec);
  const input = await openInput({ path, name, scratch, limits, member: spec.file?.member, signal });
  const format = formatOf(input.head, name);
  if (spec.layout?.wide !== undefined || spec.layout?.series !== undefined)
    throw notRewritable(name, 'a row has readings of several times or series');
  if (options.isUnread === true && format.key !== 'csv') throw notRewritable(name, 'no run has read it');
  const source = await format.open(input, { spec, chunkBytes: CHUNK_BYTES });
  if (format.key === 'csv') return eraseText(input, source, options);
  if (format.key === 'parquet' || format.key === 'arrow')
    return eraseTyped(input, source, options, format.key === 'arrow');
  const text = join(scratch, 'transcoded.csv');
  const isThere =
    asText.has(format.key) &&
    (await stat(text).then(
      () => true,
      () => false,
    ));
  if (!isThere) throw notRewritable(name, `it is ${format.label}, which cannot be written`);
  const inner = join(folder, 'text');
  await mkdir(inner, { recursive: true });
  const erased = await eraseBy({ ...options, folder: inner }, text);
  // By its rows, not by the lines of the text between.
  const first = source.content.kind === 'text' ? source.content.firstLine() : 1;
  const shift = first - erased.firstLine;
  return { ...erased, lines: new Set([...erased.lines].map((line) => line + shift)), firstLine: first };
};

/**
 * Writes a raw file again without the rows of a series: text byte for byte, packed again as gzip; Parquet and Arrow as
 * Parquet; Excel and JSON as the text that they are read as. The rest is read as before. Throws RejectedError where that
 * cannot be done.
 */
export const eraseFromFile = async (options: EraseOptions): Promise<ErasedFile> => {
  await mkdir(options.folder, { recursive: true });
  try {
    return await eraseBy(options, options.path);
  } catch (cause) {
    if (cause instanceof RejectedError && cause.code !== 'FILE_NOT_REWRITABLE')
      throw notRewritable(options.name, cause.message, {}, cause);
    throw cause;
  } finally {
    await rm(join(options.folder, 'scratch'), { recursive: true, force: true });
  }
};
