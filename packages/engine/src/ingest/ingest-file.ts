import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { hashFile } from '@wattline/hash';
import type { Spec } from '@wattline/spec';
import { RejectedError, withFacts } from '../errors.ts';
import type { Plan } from '../plan.ts';
import { ENGINE_VERSION, featureSetVersion } from '../version.ts';
import { type Inspected, inspect, requireAnswers } from './inspect/inspect-file.ts';
import type { UnpackLimits } from './packings/packing.ts';
import type { RangeSize } from './range.ts';
import { readFile } from './read/read-file.ts';
import type { IngestReceipt } from './receipt.ts';
import { settleFile } from './settle/settle-file.ts';

export interface IngestOptions {
  readonly path: string;
  /** What messages call the file. */
  readonly name: string;
  /** Where readings, quarantine and scratch files go; made where it is missing. */
  readonly folder: string;
  /** Inferred where absent. */
  readonly spec?: Spec | undefined;
  /** `inferred`: the spec was found out from this file, and is doubted as such. */
  readonly specSource?: 'preset' | 'file' | 'inferred' | undefined;
  /** Of the raw file; worked out where absent. */
  readonly contentSha256?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Bytes of text in memory at a time, about. */
  readonly chunkBytes?: number | undefined;
  readonly unpackLimits?: UnpackLimits | undefined;
  /** Beyond so many cells, rows wait in scratch files for their bucket. */
  readonly maxCellsInMemory?: number | undefined;
  /** How large the ranges are in which the file is read; default: the whole file. Both give the same. */
  readonly rangeSize?: RangeSize | undefined;
}

export interface Ingested {
  readonly plan: Plan;
  /** Parquet, one file for each bucket that has readings, sorted by (entity, event_timestamp). */
  readonly readings: readonly { readonly bucket: number; readonly path: string; readonly rows: number }[];
  /** CSV: line, column, value, code, reason. */
  readonly quarantine?: { readonly path: string; readonly rows: number };
  readonly receipt: IngestReceipt;
}

/**
 * Turns a raw file into checked, typed, sorted readings: inspects, reads and settles it. Throws RejectedError where the file as a whole cannot
 * be used, its reading loses more of it than the spec allows, or nothing shows how it is to be read.
 */
export const ingestFile = async (options: IngestOptions): Promise<Ingested> => {
  const { path, folder } = options;
  await mkdir(folder, { recursive: true });
  const scratch = join(folder, 'scratch');
  const hashed = options.contentSha256 ?? hashFile(path).then(({ sha256 }) => sha256);
  // A hash that fails is reported when it is needed.
  Promise.resolve(hashed).catch(() => undefined);
  let evidence: Inspected['evidence'] | undefined;
  try {
    const inspected = await inspect({ ...options, scratch });
    evidence = inspected.evidence;
    requireAnswers(inspected.questions, options.name);
    const file = await readFile(inspected, { ...options, scratch });
    const { spec, readings, quarantine, buckets, from, to, receipt } = await settleFile(
      inspected,
      file,
      options,
    );
    const sha256 = await hashed;
    return {
      plan: {
        spec,
        specSource: options.spec === undefined ? 'inferred' : (options.specSource ?? 'file'),
        version: featureSetVersion(sha256, spec),
        engineVersion: ENGINE_VERSION,
        content: { sha256, bytes: inspected.bytes },
        from,
        to,
        buckets: [...buckets],
      },
      readings,
      ...(quarantine === undefined ? {} : { quarantine }),
      receipt,
    };
  } catch (error) {
    throw error instanceof RejectedError && evidence !== undefined ? withFacts(error, { evidence }) : error;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
};
