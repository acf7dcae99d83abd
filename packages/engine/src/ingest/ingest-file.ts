import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Spec } from '@wattline/spec';
import { RejectedError } from '../errors.ts';
import type { Plan } from '../plan.ts';
import { ENGINE_VERSION, featureSetVersion } from '../version.ts';
import { fileBlocks } from './blocks.ts';
import { inspect } from './inspect/inspect-file.ts';
import type { UnpackLimits } from './packings/packing.ts';
import { layoutOf } from './read/layout.ts';
import { createQuarantine } from './read/quarantine.ts';
import type { Context } from './read/read-chunk.ts';
import { readSource } from './read/read-source.ts';
import { columnRoles, type IngestReceipt } from './receipt.ts';
import { createEntities } from './settle/entities.ts';
import { resolveSpec } from './settle/resolve-spec.ts';
import { createSpill } from './settle/spill.ts';
import { createVocabularies } from './settle/vocabularies.ts';
import { writeBuckets } from './settle/write-buckets.ts';

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
  /** Bytes of text in memory at a time, about. */
  readonly chunkBytes?: number | undefined;
  readonly unpackLimits?: UnpackLimits | undefined;
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

const IN_MEMORY_CELLS = 16_000_000;

const sha256Of = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  for await (const block of fileBlocks(path, undefined)) {
    hash.update(block);
  }
  return hash.digest('hex');
};

/**
 * Turns a raw file into checked, typed, sorted readings. Throws RejectedError where the file as a whole cannot
 * be used, or more of its rows are refused than the spec allows.
 */
export const ingestFile = async (options: IngestOptions): Promise<Ingested> => {
  const { path, name, folder, signal } = options;
  await mkdir(folder, { recursive: true });
  const scratchFolder = join(folder, 'scratch');
  const sha256 = options.contentSha256 ?? sha256Of(path);
  // A hash that fails is reported when it is needed.
  Promise.resolve(sha256).catch(() => undefined);
  const inspected = await inspect({ ...options, scratch: scratchFolder });
  const { source, spec, inferred, timeFormat } = inspected;
  const warnings = [...inspected.warnings];
  const entityBuckets = spec.partition.entityBuckets ?? (spec.entity === undefined ? 1 : 16);
  const layout = layoutOf(spec, source.table.header, name);
  const entities = createEntities(entityBuckets, new Set(spec.missing));
  const quarantine = createQuarantine({ folder, scratch: scratchFolder, name });
  const vocabularies = createVocabularies(inferred ? layout.categories : []);
  const scratch = createSpill(scratchFolder, options.maxCellsInMemory ?? IN_MEMORY_CELLS);
  try {
    const context: Context = {
      layout,
      reading: { missing: spec.missing, decimal: source.table.decimal },
      format: timeFormat,
      zoned: spec.time,
      entities,
    };
    const read = await readSource(
      source,
      context,
      {
        rows: async (sequence, rows) => {
          vocabularies.add(rows);
          await scratch.add(sequence, rows);
        },
        refused: quarantine.refuse,
      },
      signal,
    );
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
        format: timeFormat,
        cadence: written.cadence,
        entityBuckets,
        inferred,
        vocabularies: vocabularies.found(),
      },
      warnings,
    );
    const accepted = written.readings.reduce((sum, { rows }) => sum + rows, 0);
    if (accepted + quarantine.refused() + quarantine.replaced() + written.exactDuplicates !== read) {
      throw new Error(`of ${read} rows some are unaccounted for`);
    }
    const quarantined = await quarantine.write();
    const content = { sha256: await sha256, bytes: inspected.bytes };
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
          kind: inspected.kind,
          ...source.found,
          timeFormat,
          zone: resolved.time.zone,
          cadence: resolved.time.cadence ?? resolved.interval,
        },
        columns: columnRoles(source.table, resolved),
        evidence: inspected.evidence,
        questions: inspected.questions,
        warnings,
      },
    };
  } finally {
    await scratch.remove();
  }
};
