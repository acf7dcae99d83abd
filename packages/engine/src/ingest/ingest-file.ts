import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { hashFile } from '@wattline/hash';
import type { Spec } from '@wattline/spec';
import { timed } from '@wattline/steps';
import { RejectedError, withFacts } from '../errors.ts';
import { fitOf } from '../fit-of.ts';
import type { DatasetSpec } from '../kept-upload.ts';
import type { BucketFile, ReadingsFile } from '../periods/readings-file.ts';
import type { Plan } from '../plan.ts';
import { ENGINE_VERSION, featureSetVersion } from '../version.ts';
import type { ReadCut } from './cuts/open-cuts.ts';
import type { Unpacked } from './input.ts';
import type { KnownColumns } from './inspect/further/columns-fit.ts';
import { type Inspected, inspect, requireAnswers } from './inspect/inspect-file.ts';
import { createLook, type LookedAt } from './join/look-at-pieces.ts';
import type { UnpackLimits } from './packings/packing.ts';
import type { RangeSize } from './range.ts';
import { readFile } from './read/read-file.ts';
import type { IngestReceipt } from './receipt.ts';
import { type SettledFile, settleFile } from './settle/settle-file.ts';

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
  /** What it holds, where somebody has unpacked it. */
  readonly unpacked?: Unpacked | undefined;
  /** Beyond so many cells, rows wait in scratch files for their bucket. */
  readonly maxCellsInMemory?: number | undefined;
  /** How large the ranges are in which the file is read; default: the whole file. Both give the same. */
  readonly rangeSize?: RangeSize | undefined;
  /** The file's cuts, where others have read them. */
  readonly cuts?: readonly ReadCut[] | undefined;
  /** Writes the file's own readings as well, for joining them with those of other files. */
  readonly keep?: boolean | undefined;
  /** From so many readings on, the dataset's first file says what each of its pieces shows. */
  readonly looksFromRows?: number | undefined;
  /** The columns of the dataset's uploads before this file; it may lack some of them. */
  readonly knownColumns?: KnownColumns | undefined;
}

/** A file's own readings, with what joining them needs. */
type KeptFile = NonNullable<SettledFile['kept']>;

export interface Ingested {
  readonly plan: Plan;
  /** By bucket and period. */
  readonly readings: readonly ReadingsFile[];
  /** Of buckets that have several periods. */
  readonly whole: readonly BucketFile[];
  /** CSV: line, column, value, code, reason. */
  readonly quarantine?: { readonly path: string; readonly rows: number };
  readonly receipt: IngestReceipt;
  readonly kept?: { readonly dataset: DatasetSpec; readonly upload: KeptFile };
  /** What its pieces show, as far as that was seen while they were settled. */
  readonly looked?: ReadonlyMap<string, LookedAt> | undefined;
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
    const inspected = await timed('inspect', () => inspect({ ...options, scratch }));
    evidence = inspected.evidence;
    requireAnswers(inspected.questions, options.name);
    const file = await timed('read', () => readFile(inspected, { ...options, scratch }));
    const keep = options.keep === true ? { sha256: await hashed, bytes: inspected.bytes } : undefined;
    const isFurther = options.knownColumns !== undefined;
    const looks =
      keep !== undefined && !isFurther && file.kept >= (options.looksFromRows ?? Number.POSITIVE_INFINITY);
    const looked = looks ? createLook({ spec: inspected.spec, rows: file.kept }) : undefined;
    const { spec, readings, whole, quarantine, buckets, from, to, receipt, kept } = await timed(
      'settle',
      () => settleFile(inspected, file, { ...options, keep, isFurther, look: looked?.look }),
    );
    const sha256 = await hashed;
    const fit = fitOf(spec, sha256, to);
    const specSource = options.spec === undefined ? 'inferred' : (options.specSource ?? 'file');
    return {
      plan: {
        spec,
        specSource,
        version: featureSetVersion(sha256, spec),
        engineVersion: ENGINE_VERSION,
        content: { sha256, bytes: inspected.bytes },
        from,
        to,
        buckets: [...buckets],
        ...(fit && { fit }),
      },
      readings,
      whole,
      ...(quarantine === undefined ? {} : { quarantine }),
      receipt,
      ...(kept === undefined
        ? {}
        : { kept: { dataset: { spec: inspected.spec, specSource }, upload: kept } }),
      ...(looked && { looked: looked.found }),
    };
  } catch (error) {
    throw error instanceof RejectedError && evidence !== undefined ? withFacts(error, { evidence }) : error;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
};
