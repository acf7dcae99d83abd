import { durationMs, isTimeless, type Spec } from '@wattline/spec';
import { bucketsOf } from '../../entity-bucket.ts';
import type { KeptUpload } from '../../kept-upload.ts';
import { bucketPaths } from '../../periods/bucket-paths.ts';
import type { Bucket } from '../../plan.ts';
import { conflictHint } from '../inspect/conflict-hint.ts';
import { constantsOf, unitsOf } from '../inspect/further/columns-fit.ts';
import { manyWords } from '../inspect/infer-attributes.ts';
import type { Inspected } from '../inspect/inspect-file.ts';
import { notationOf } from '../inspect/notation-of.ts';
import type { LookAtPiece } from '../join/look-at-pieces.ts';
import { decimalOf } from '../read/layout.ts';
import type { RangeRows } from '../read/range-rows.ts';
import { columnRoles, type IngestReceipt } from '../receipt.ts';
import { checkLoss, checkVintages } from './acceptance.ts';
import { cadenceEvidence } from './cadence-evidence.ts';
import { refuseTooFine } from './fine-times.ts';
import { refuseSparse } from './grid-bound.ts';
import { monthsOf, refuseIsolated } from './isolated-times.ts';
import { checkPlausible } from './plausibility.ts';
import { refuseImplausible, registerEvidence, registerWarnings } from './registers/doubts.ts';
import { resolveSpec } from './resolve-spec.ts';
import { seldomWarning, singleWarning } from './seldom-series.ts';
import { warningsOf } from './warnings.ts';
import { type WrittenBuckets, writeBuckets } from './write-buckets.ts';

/** The readings of a file, each (entity, time) once, and how they came about. */
export interface SettledFile {
  /** Resolved: nothing is left open. */
  readonly spec: Spec;
  readonly readings: WrittenBuckets['readings'];
  readonly whole: WrittenBuckets['whole'];
  readonly quarantine: { readonly path: string; readonly rows: number } | undefined;
  readonly buckets: readonly Bucket[];
  /** First and last reading, UTC. */
  readonly from: string;
  readonly to: string;
  readonly receipt: IngestReceipt;
  /** The file's own readings, where they are to be kept, with what joining them needs. */
  readonly kept:
    | (KeptUpload & { readonly readings: WrittenBuckets['plain']; readonly lines: WrittenBuckets['lines'] })
    | undefined;
}

/**
 * Settles what was read, bucket by bucket: sorts, drops duplicates, decides conflicts, and doubts the whole. Throws
 * RejectedError where reading lost more of the file than the spec allows, or where its times or series cannot be.
 */
export const settleFile = async (
  inspected: Inspected,
  file: RangeRows,
  options: {
    readonly name: string;
    /** Where readings and quarantine go. */
    readonly folder: string;
    /** Of the raw file, where its own readings are to be kept. */
    readonly keep?: KeptUpload['content'] | undefined;
    /** The dataset has other uploads. */
    readonly isFurther: boolean;
    /** Sees the readings of each file that is written. */
    readonly look?: LookAtPiece | undefined;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<SettledFile> => {
  const { name, folder, isFurther, signal } = options;
  const { source, spec, inferred, time } = inspected;
  const { layout, read, quarantine, entities, spill } = file;
  const loss = {
    name,
    read,
    maxFraction: spec.quarantine.maxFraction,
    conflictHint: () => conflictHint(source.table, inspected.readAs),
    ...(isTimeless(spec) && { entityOfRow: spec.entity }),
  };
  checkLoss(quarantine, loss);
  refuseTooFine({ name, table: source.table, spec: inspected.readAs, format: time.format });
  const { timeLine } = inspected;
  const written = await writeBuckets({
    spill,
    entities,
    layout,
    spec,
    timeLine,
    folder,
    keepsPlain: options.keep !== undefined,
    quarantine,
    look: options.look,
    signal,
  });
  refuseImplausible(written.registers, { name, spec, inferred });
  checkLoss(quarantine, loss);
  const { exactDuplicates, otherVintages } = written;
  const accepted = written.readings.reduce((sum, { rows }) => sum + rows, 0);
  checkVintages({ name, spec, accepted, others: otherVintages });
  const instants = written.buckets.flatMap((bucket) => [bucket.from, bucket.to]).sort();
  const [from = '', to = ''] = [instants.at(0), instants.at(-1)];
  const span = { from: Date.parse(from), to: Date.parse(to) };
  const [first, last] = written.edges;
  const paths = [...bucketPaths(written.readings, written.whole).values()].flat();
  const { timeName } = layout;
  const series = written.buckets.reduce((sum, bucket) => sum + bucket.entities, 0);
  if (first !== undefined && last !== undefined)
    await refuseIsolated({ name, spec, timeName, months: () => monthsOf(paths), first, last });
  const doubts = checkPlausible({
    name,
    spec,
    inferred,
    isFurther,
    timeName,
    rows: accepted,
    entities: series,
    ...span,
    spanMs: written.spanMs,
    cadence: written.cadence,
    expected: written.expected,
  });
  const { firstReadings } = written;
  const doubtsOfRegisters = registerWarnings(written.registers, {
    spec,
    steps: written.steps,
    usualMs: Math.max(durationMs(written.cadence ?? spec.interval), durationMs(spec.interval)),
  });
  const warnings = [
    ...inspected.warnings,
    ...warningsOf(file, spec, {
      firstReadings,
      ...span,
      doubts: [...doubtsOfRegisters, ...doubts],
      otherVintages,
      header: source.table.header,
    }),
  ];
  const resolved = resolveSpec(
    spec,
    {
      format: time.format,
      cadence: written.cadence,
      ownSteps: written.ways !== undefined,
      entityBuckets: bucketsOf(spec),
      inferred,
      vocabularies: file.vocabularies,
      refusedTimes: 'TIME_IMPLAUSIBLE' in quarantine.reasons(),
    },
    warnings,
  );
  if (first !== undefined && last !== undefined)
    refuseSparse({ name, spec, resolved, timeName, written, first, last });
  if (accepted + quarantine.refused() + quarantine.replaced() + exactDuplicates + otherVintages !== read) {
    throw new Error(`of ${read} rows some are unaccounted for`);
  }
  const refusedTimes = 'TIME_IMPLAUSIBLE' in quarantine.reasons();
  return {
    kept: options.keep && {
      content: options.keep,
      timeFormat: time.format,
      ...(source.content.kind === 'text' && { decimal: decimalOf(layout) }),
      notation: notationOf(inspected),
      refusedTimes,
      columns: [...layout.values, ...layout.categories].map((column) => column.name),
      header: [...source.table.header],
      constants: constantsOf(source.table),
      units: unitsOf(source.table, spec),
      vocabularies: Object.fromEntries(
        layout.categories
          .filter((column) => inspected.findsWords(column.name))
          .map((column) => [column.name, [...(file.vocabularies.get(column.name) ?? [])]]),
      ),
      readings: written.plain,
      lines: written.lines,
    },
    spec: resolved,
    readings: written.readings,
    whole: written.whole,
    quarantine: await quarantine.write(),
    buckets: written.buckets,
    from,
    to,
    receipt: {
      rows: {
        read,
        accepted,
        refused: quarantine.refused(),
        exactDuplicates,
        conflicts: quarantine.replaced(),
        ...(otherVintages === 0 ? {} : { otherVintages }),
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
      evidence: [
        ...inspected.evidence,
        ...cadenceEvidence(written.ways, spec, timeName),
        ...(inferred ? registerEvidence(written.registers) : []),
      ],
      questions: inspected.questions,
      warnings: [
        ...warnings,
        ...(isFurther ? [] : manyWords(file.vocabularies, spec)),
        ...seldomWarning(written.seldom, resolved),
        ...(inferred ? singleWarning(written.seldom, { rows: accepted, entities: series }) : []),
      ],
    },
  };
};
