import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { hashFile } from '@wattline/hash';
import type { Spec } from '@wattline/spec';
import { RejectedError, withFacts } from '../errors.ts';
import type { Plan } from '../plan.ts';
import { ENGINE_VERSION, featureSetVersion } from '../version.ts';
import { conflictHint } from './inspect/conflict-hint.ts';
import { type Inspected, inspect, requireAnswers } from './inspect/inspect-file.ts';
import { createRowLimit } from './limits.ts';
import type { UnpackLimits } from './packings/packing.ts';
import type { Context } from './read/context.ts';
import { decimalOf, type Layout, layoutOf } from './read/layout.ts';
import { HeaderReordered, type OtherLines } from './read/other-lines.ts';
import { otherLinesWarning, tallyOtherLines } from './read/other-lines-warning.ts';
import { createQuarantine, type Quarantine } from './read/quarantine.ts';
import { readSource, type Sink } from './read/read-source.ts';
import { columnRoles, type IngestReceipt } from './receipt.ts';
import { checkLoss } from './settle/acceptance.ts';
import { createEntities, type Entities } from './settle/entities.ts';
import { lateColumns } from './settle/first-readings.ts';
import { refuseSparse } from './settle/grid-bound.ts';
import { refuseIsolated } from './settle/isolated-times.ts';
import { checkPlausible } from './settle/plausibility.ts';
import { resolveSpec } from './settle/resolve-spec.ts';
import { createSpill, type Spill } from './settle/spill.ts';
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

/** What reading a file gave, before its rows are settled. */
interface ReadFile {
  readonly layout: Layout;
  readonly read: number;
  readonly quarantine: Quarantine;
  readonly entities: Entities;
  readonly vocabularies: ReadonlyMap<string, readonly string[]>;
  readonly spill: Spill;
  /** Line of a header with the columns in another order, where there was one. */
  readonly reorderedFrom: number | undefined;
  /** Lines that are no readings. */
  readonly others: readonly OtherLines[];
}

const bucketsOf = (spec: Spec): number =>
  spec.partition.entityBuckets ?? (spec.entity === undefined ? 1 : 16);

const readOnce = async (
  inspected: Inspected,
  options: IngestOptions,
  scratch: string,
  reorderedFrom: number | undefined,
): Promise<ReadFile> => {
  const { source, spec, inferred } = inspected;
  const { name, folder, signal } = options;
  const layout = layoutOf(inspected.readAs, source.table.header, name, inspected.styles);
  const entities = createEntities(bucketsOf(spec), layout.missing);
  const quarantine = createQuarantine({ folder, scratch });
  const vocabularies = createVocabularies(inferred ? layout.categories : []);
  const spill = createSpill(scratch, options.maxCellsInMemory ?? IN_MEMORY_CELLS);
  const { content } = source;
  const context: Context = {
    layout,
    time: inspected.time,
    entities,
    noReadings: content.kind === 'text' ? content.noReadings : undefined,
    reordered: reorderedFrom !== undefined,
  };
  const others: OtherLines[] = [];
  const countRows = createRowLimit(name, spec);
  const sink: Sink = {
    rows: async (sequence, rows) => {
      countRows(rows.height);
      vocabularies.add(rows);
      await spill.add(sequence, rows);
    },
    refused: quarantine.refuse,
    cells: quarantine.empty,
    others: (lines) => others.push(...lines),
  };
  const read = await readSource(source, context, sink, signal);
  if (read === 0) {
    throw new RejectedError('NO_ROWS', `${name} has a header and no readings`, {
      place: { file: name },
      remedy: 'upload a file with at least one reading below the header',
    });
  }
  return {
    layout,
    read,
    quarantine,
    entities,
    vocabularies: vocabularies.found(),
    spill,
    reorderedFrom,
    others: tallyOtherLines(others),
  };
};

/** Reads all rows; again from the start where a header further down has the columns in another order. */
const readFile = async (inspected: Inspected, options: IngestOptions, scratch: string): Promise<ReadFile> => {
  try {
    return await readOnce(inspected, options, join(scratch, 'first'), undefined);
  } catch (error) {
    if (!(error instanceof HeaderReordered)) throw error;
    return await readOnce(inspected, options, join(scratch, 'second'), error.line);
  }
};

const conflictWarning = (quarantine: Quarantine, conflicts: Spec['quarantine']['conflicts']): string[] => {
  const replaced = quarantine.tallies().find(({ code }) => code === 'CONFLICT_REPLACED');
  if (replaced === undefined) return [];
  const { line, value } = replaced.first;
  return [
    `${replaced.count} reading${replaced.count === 1 ? ' has' : 's have'} the same time as another, different one of the same series (the first on line ${line}, for ${value}): the ${conflicts} in the file counts, the others are in quarantine`,
  ];
};

const skippedWarning = (quarantine: Quarantine, zone: string): string[] => {
  const skipped = quarantine.tallies().find(({ code }) => code === 'TIME_SKIPPED');
  if (skipped === undefined) return [];
  const { count, first } = skipped;
  return [
    `${count} reading${count === 1 ? ' is' : 's are'} at a local time that the clocks of ${zone} skip${first.value === undefined ? '' : ` (${first.value})`}: where the file keeps standard time all year, set time.zone to its fixed offset, such as +01:00`,
  ];
};

/**
 * Turns a raw file into checked, typed, sorted readings. Throws RejectedError where the file as a whole cannot
 * be used, its reading loses more of it than the spec allows, or nothing shows how it is to be read.
 */
export const ingestFile = async (options: IngestOptions): Promise<Ingested> => {
  const { path, name, folder, signal } = options;
  await mkdir(folder, { recursive: true });
  const scratch = join(folder, 'scratch');
  const sha256 = options.contentSha256 ?? hashFile(path).then(({ sha256 }) => sha256);
  // A hash that fails is reported when it is needed.
  Promise.resolve(sha256).catch(() => undefined);
  let evidence: Inspected['evidence'] | undefined;
  try {
    const inspected = await inspect({ ...options, scratch });
    evidence = inspected.evidence;
    const { source, spec, inferred, time } = inspected;
    requireAnswers(inspected.questions, name);
    const { layout, read, quarantine, entities, spill, ...file } = await readFile(
      inspected,
      options,
      scratch,
    );
    const loss = {
      name,
      read,
      maxFraction: spec.quarantine.maxFraction,
      conflictHint: () => conflictHint(source.table, inspected.readAs),
    };
    checkLoss(quarantine, loss);
    const written = await writeBuckets({
      spill,
      entities,
      layout,
      spec,
      timeLine: inspected.timeLine,
      folder,
      quarantine,
      signal,
    });
    checkLoss(quarantine, loss);
    const accepted = written.readings.reduce((sum, { rows }) => sum + rows, 0);
    const instants = written.buckets.flatMap((bucket) => [bucket.from, bucket.to]).sort();
    const [first, last] = written.edges;
    const paths = written.readings.map((readings) => readings.path);
    if (first !== undefined && last !== undefined)
      await refuseIsolated({ name, spec, timeName: layout.timeName, paths, first, last });
    const doubts = checkPlausible({
      name,
      spec,
      inferred,
      timeName: layout.timeName,
      rows: accepted,
      entities: written.buckets.reduce((sum, bucket) => sum + bucket.entities, 0),
      from: Date.parse(instants.at(0) ?? ''),
      to: Date.parse(instants.at(-1) ?? ''),
      spanMs: written.spanMs,
      cadence: written.cadence,
      steps: written.steps,
    });
    const warnings = [
      ...inspected.warnings,
      ...(file.reorderedFrom === undefined
        ? []
        : [
            `line ${file.reorderedFrom} is another header, with the columns in another order or number: the rows below it were read by it`,
          ]),
      ...otherLinesWarning(file.others),
      ...conflictWarning(quarantine, spec.quarantine.conflicts),
      ...skippedWarning(quarantine, spec.time.zone),
      ...doubts,
      ...lateColumns(
        written.firstReadings,
        spec,
        Date.parse(instants.at(0) ?? ''),
        Date.parse(instants.at(-1) ?? ''),
      ).map(
        (column) =>
          `column '${column}' has no reading in the time that models train on: no scale can be fitted to it, and it is unscaled in training sets; leave it out (drop), or choose another split`,
      ),
    ];
    const resolved = resolveSpec(
      spec,
      {
        format: time.format,
        cadence: written.cadence,
        entityBuckets: bucketsOf(spec),
        inferred,
        vocabularies: file.vocabularies,
        refusedTimes: 'TIME_IMPLAUSIBLE' in quarantine.reasons(),
      },
      warnings,
    );
    if (first !== undefined && last !== undefined)
      refuseSparse({ name, spec, resolved, timeName: layout.timeName, written, first, last });
    if (accepted + quarantine.refused() + quarantine.replaced() + written.exactDuplicates !== read) {
      throw new Error(`of ${read} rows some are unaccounted for`);
    }
    const quarantined = await quarantine.write();
    const content = { sha256: await sha256, bytes: inspected.bytes };
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
          refused: quarantine.refused(),
          exactDuplicates: written.exactDuplicates,
          conflicts: quarantine.replaced(),
        },
        reasons: quarantine.reasons(),
        source: {
          kind: inspected.kind,
          ...source.found,
          ...(source.content.kind === 'text' ? { decimal: decimalOf(layout) } : {}),
          timeFormat: time.format,
          zone: resolved.time.zone,
          cadence: resolved.time.cadence ?? resolved.interval,
        },
        columns: columnRoles(source.table, resolved),
        evidence: inspected.evidence,
        questions: inspected.questions,
        warnings,
      },
    };
  } catch (error) {
    throw error instanceof RejectedError && evidence !== undefined ? withFacts(error, { evidence }) : error;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
};
