import { createHash } from 'node:crypto';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Spec } from '@wattline/spec';
import type { DataFrame } from 'nodejs-polars';
import { RejectedError } from '../errors.ts';
import type { Plan } from '../plan.ts';
import { ENGINE_VERSION, featureSetVersion } from '../version.ts';
import { type Container, containerOf } from './container.ts';
import { createEntities } from './entities.ts';
import { inferFromTable } from './infer.ts';
import { layoutOf } from './layout.ts';
import { type GzipLimits, openBytes } from './open-bytes.ts';
import { createQuarantine } from './quarantine.ts';
import type { Context } from './read-chunk.ts';
import { readCsv } from './read-csv.ts';
import { readParquet } from './read-parquet.ts';
import { columnRoles, type IngestReceipt } from './receipt.ts';
import { resolveSpec } from './resolve-spec.ts';
import { createSpill } from './spill.ts';
import type { SampleTable } from './table.ts';
import { timeFormatOf } from './time-format.ts';
import { createVocabularies } from './vocabularies.ts';
import { writeBuckets } from './write-buckets.ts';

export interface IngestOptions {
  readonly path: string;
  /** What messages call the file. */
  readonly name: string;
  /** Where readings, quarantine and scratch files go; made where it is missing. */
  readonly folder: string;
  /** Inferred where absent. */
  readonly spec?: Spec | undefined;
  readonly specSource?: 'preset' | 'file' | undefined;
  /** Of the raw file; worked out where absent. */
  readonly contentSha256?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Bytes of CSV text in hand at a time, about. */
  readonly chunkBytes?: number | undefined;
  readonly gzipLimits?: GzipLimits | undefined;
  /** Beyond so many cells, rows wait in scratch files for their bucket. */
  readonly maxCellsInMemory?: number | undefined;
}

export interface Ingested {
  readonly plan: Plan;
  /** Parquet, one file for each bucket that has readings, sorted by (entity, event_timestamp). */
  readonly readings: readonly { readonly bucket: number; readonly path: string; readonly rows: number }[];
  /** CSV: line, column, value, code, reason. */
  readonly quarantine?: { readonly path: string; readonly rows: number };
  readonly receipt: IngestReceipt;
}

/** A file that was looked at, and how its rows are read once it is known what they mean. */
export interface Source {
  readonly table: SampleTable;
  readonly found: Omit<IngestReceipt['source'], 'kind' | 'timeFormat' | 'zone' | 'cadence'>;
  readonly warnings: readonly string[];
  /** Reads all rows, the refused ones to `quarantine`; gives how many there were. */
  readonly read: (context: Context, take: Sink) => Promise<number>;
}

interface Sink {
  readonly rows: (sequence: number, rows: DataFrame) => Promise<void>;
  readonly refused: (rows: DataFrame | undefined) => Promise<void>;
}

const IN_MEMORY_CELLS = 16_000_000;
const CHUNK_BYTES = 32 * 2 ** 20;

const headOf = async (path: string): Promise<{ head: Buffer; bytes: number }> => {
  const file = await open(path);
  try {
    const head = Buffer.alloc(4096);
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    return { head: head.subarray(0, bytesRead), bytes: (await file.stat()).size };
  } finally {
    await file.close();
  }
};

const sha256Of = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  for await (const block of openBytes({ path, name: path, gzip: false })) {
    hash.update(block);
  }
  return hash.digest('hex');
};

const timeNames = (spec: Spec): readonly string[] =>
  typeof spec.time.column === 'string' ? [spec.time.column] : spec.time.column;

/** The format of the timestamps: what the spec says, else what the sample shows. */
const formatOf = (spec: Spec, table: SampleTable, name: string, warnings: string[]): string => {
  if (spec.time.format !== 'auto') {
    return spec.time.format;
  }
  const indexes = timeNames(spec).map((column) => table.header.indexOf(column));
  const sample = table.rows
    .map((row) =>
      indexes
        .map((index) => (row[index] ?? '').trim())
        .join(' ')
        .trim(),
    )
    .filter((cell) => !table.missing.includes(cell));
  const found = timeFormatOf(sample, 0.5);
  const column = timeNames(spec).join(' and ');
  if (found === undefined) {
    throw new RejectedError(
      'TIME_UNREADABLE',
      `the timestamps in ${column} of ${name} have no known format`,
      {
        place: { file: name, column, ...(sample[0] === undefined ? {} : { value: sample[0].slice(0, 100) }) },
        remedy: 'set time.format in the spec, for example "%d/%m/%Y %H:%M"',
      },
    );
  }
  if (found.ambiguous) {
    warnings.push(
      `dates in '${column}' could be day first or month first; day first was taken (${found.format}); set time.format to be sure`,
    );
  }
  return found.format;
};

/** Whether timestamps say by themselves which instant they mean. */
const nameInstants = (spec: Spec, format: string, table: SampleTable): boolean => {
  if (format.startsWith('epoch') || format.includes('%z')) return true;
  const cell = timeNames(spec)
    .map((column) => table.rows[0]?.[table.header.indexOf(column)] ?? '')
    .join(' ');
  return format === 'iso' && /(Z|[+-]\d\d:?\d\d)$/i.test(cell.trim());
};

const sourceOf = (kind: Container, options: IngestOptions): Promise<Source> =>
  kind === 'parquet'
    ? readParquet(options)
    : readCsv({ ...options, gzip: kind === 'csv.gz', chunkBytes: options.chunkBytes ?? CHUNK_BYTES });

/**
 * Turns a raw file into checked, typed, sorted readings. Throws RejectedError where the file as a whole cannot
 * be used, or more of its rows are refused than the spec allows.
 */
export const ingestFile = async (options: IngestOptions): Promise<Ingested> => {
  const { path, name, folder, signal } = options;
  await mkdir(folder, { recursive: true });
  const { head, bytes } = await headOf(path);
  const kind = containerOf(head, name);
  const sha256 = options.contentSha256 ?? sha256Of(path);
  // A hash that fails is told when it is needed.
  Promise.resolve(sha256).catch(() => undefined);
  const source = await sourceOf(kind, options);
  const warnings = [...source.warnings];
  const inferred = options.spec === undefined ? inferFromTable(source.table, name) : undefined;
  const spec = options.spec ?? inferred?.spec;
  if (spec === undefined) {
    throw new Error('a spec is given or inferred');
  }
  warnings.push(...(inferred?.warnings ?? []));
  const format = formatOf(spec, source.table, name, warnings);
  if (inferred !== undefined && !nameInstants(spec, format, source.table)) {
    warnings.push(
      `the timestamps name no time zone and were read as ${spec.time.zone}; set time.zone to where they were read`,
    );
  }
  const entityBuckets = spec.partition.entityBuckets ?? (spec.entity === undefined ? 1 : 16);
  const layout = layoutOf(spec, source.table.header, name);
  const entities = createEntities(entityBuckets, new Set(spec.missing));
  const quarantine = createQuarantine({ folder, scratch: join(folder, 'scratch'), name });
  const vocabularies = createVocabularies(inferred === undefined ? [] : layout.categories);
  const scratch = createSpill(join(folder, 'scratch'), options.maxCellsInMemory ?? IN_MEMORY_CELLS);
  try {
    const context: Context = {
      layout,
      reading: { missing: spec.missing, decimal: source.table.decimal },
      format,
      zoned: spec.time,
      entities,
    };
    const read = await source.read(context, {
      rows: async (sequence, rows) => {
        vocabularies.add(rows);
        await scratch.add(sequence, rows);
      },
      refused: quarantine.refuse,
    });
    if (read === 0) {
      throw new RejectedError('NO_ROWS', `${name} has a header and no readings`, {
        place: { file: name },
        remedy: 'upload a file with at least one reading below the header',
      });
    }
    quarantine.check(read, spec.quarantine.maxFraction);
    const written = await writeBuckets({
      spill: scratch,
      entities,
      layout,
      spec,
      folder,
      quarantine,
      signal,
    });
    quarantine.check(read, spec.quarantine.maxFraction);
    const resolved = resolveSpec(
      spec,
      {
        format,
        cadence: written.cadence,
        entityBuckets,
        inferred: inferred !== undefined,
        vocabularies: vocabularies.found(),
      },
      warnings,
    );
    const accepted = written.readings.reduce((sum, { rows }) => sum + rows, 0);
    if (accepted + quarantine.refused() + quarantine.replaced() + written.exactDuplicates !== read) {
      throw new Error(`of ${read} rows some are unaccounted for`);
    }
    const quarantined = await quarantine.write();
    const content = { sha256: await sha256, bytes };
    const refused = quarantine.refused();
    const instants = written.buckets.flatMap((bucket) => [bucket.from, bucket.to]).sort();
    return {
      plan: {
        spec: resolved,
        specSource: options.spec === undefined ? 'inferred' : (options.specSource ?? 'file'),
        version: featureSetVersion(content.sha256, resolved),
        engineVersion: ENGINE_VERSION,
        content,
        from: instants.at(0) ?? '',
        to: instants.at(-1) ?? '',
        buckets: written.buckets,
      },
      readings: written.readings,
      ...(quarantined === undefined ? {} : { quarantine: quarantined }),
      receipt: {
        rows: {
          read,
          accepted,
          refused,
          exactDuplicates: written.exactDuplicates,
          conflicts: quarantine.replaced(),
        },
        reasons: quarantine.reasons(),
        source: {
          kind,
          ...source.found,
          timeFormat: format,
          zone: resolved.time.zone,
          cadence: resolved.time.cadence ?? resolved.interval,
        },
        columns: columnRoles(source.table, resolved),
        warnings,
      },
    };
  } finally {
    await scratch.remove();
  }
};
