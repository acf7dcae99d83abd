import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { durationMs, parseSpec } from '@wattline/spec';
import { RejectedError } from '../errors.ts';
import { featureColumns } from '../features/index.ts';
import { type Ingested, ingestFile } from '../ingest/index.ts';
import type { DatasetSoFar } from '../ingest/inspect/further/dataset-so-far.ts';
import { type Inspected, inspect, requireAnswers } from '../ingest/inspect/inspect-file.ts';
import { columnRoles } from '../ingest/receipt.ts';
import { readingPeriods } from '../periods/reading-periods.ts';
import { asShown } from './base-spec.ts';
import { layOutSurvey, layOutText, type SurveyPart } from './lay-out-survey.ts';
import type { DecidedFrom } from './preview.ts';
import { type SurveyCuts, surveyCuts } from './survey-cuts.ts';
import { type SurveySets, surveySets } from './survey-sets.ts';

/** How large a file is and what a run would make of it, found out from a part of it where it is large. */
export interface FileSurvey extends SurveyCuts, SurveySets {
  /** `csv`, `csv.gz`, … */
  readonly kind: string;
  readonly decidedFrom: DecidedFrom;
  /** As it is there. */
  readonly bytes: number;
  /** Unpacked. */
  readonly textBytes: number;
  readonly rows: number;
  readonly columns: number;
  /** Columns that are read as numbers or words. */
  readonly values: number;
  readonly series: number;
  readonly from: string;
  readonly to: string;
  readonly interval: string;
  /** Entity buckets that have readings. */
  readonly buckets: number;
  readonly periods: number;
  readonly featureRows: number;
  readonly featureColumns: number;
  readonly warnings: readonly string[];
}

export interface SurveyOptions {
  readonly path: string;
  /** What messages call the file. */
  readonly name: string;
  /** Room for what is made on the way; it is left empty. */
  readonly folder: string;
  /** The dataset's spec; found out where it is absent. */
  readonly spec?: { readonly text: string; readonly name: string } | undefined;
  readonly soFar?: DatasetSoFar | undefined;
  readonly cutBytes: number;
}

/** As many of `all` places as `things` likely are in, each in one of them at random. */
const likelyUsed = (all: number, things: number): number =>
  Math.min(all, Math.max(1, Math.round(all * (1 - (1 - 1 / all) ** things))));

const readPart = (
  part: SurveyPart,
  { name, folder, soFar }: SurveyOptions,
  { spec, time, inferred }: Inspected,
): Promise<Ingested> =>
  ingestFile({
    ...{ path: part.path, name, folder: join(folder, 'readings'), knownColumns: soFar?.knownColumns },
    // A part shows less than what the whole was found out from.
    ...(part.decidedFrom === 'whole'
      ? { spec, specSource: inferred ? 'inferred' : 'file' }
      : { spec: { ...spec, time: { ...spec.time, format: time.format } } }),
  });

/** The same series all over the file, however many of them the part shows. */
const seriesIn = (rows: number, stepMs: number, spanMs: number): number =>
  Math.round((rows * stepMs) / (spanMs + stepMs));

/**
 * Looks at a file as a run would, of a large one at a part alone. Throws RejectedError and SpecError where a run would be
 * rejected by what that shows.
 */
export const surveyFile = async (options: SurveyOptions): Promise<FileSurvey> => {
  const { path, name, folder, spec, soFar, cutBytes } = options;
  await mkdir(folder, { recursive: true });
  const scratch = join(folder, 'look');
  try {
    const part = await layOutSurvey(path, name, folder);
    const inspected = await inspect({
      ...{ path: part.looksLike, name, scratch },
      ...(spec === undefined
        ? asShown(soFar)
        : { spec: parseSpec(spec.text, { file: spec.name }), specSource: 'file' as const }),
      knownColumns: soFar?.knownColumns,
    });
    requireAnswers(inspected.questions, name);
    const ingested = await readPart(part, options, inspected).catch(async (error: unknown) => {
      if (!(error instanceof RejectedError) || part.decidedFrom !== 'sample') throw error;
      // A place further on may begin within a quoted field.
      return readPart(await layOutText(path, folder, { further: false }), options, inspected);
    });
    const { plan, receipt } = ingested;
    const isWhole = part.decidedFrom === 'whole';
    const rows = part.rows ?? Math.round((receipt.rows.read * part.textBytes) / part.partBytes);
    const seen = plan.buckets.reduce((sum, { entities }) => sum + entities, 0);
    const { interval, partition, entity } = plan.spec;
    const stepMs = durationMs(plan.spec.time.cadence ?? interval);
    const from = Date.parse(plan.from);
    const shownMs = Date.parse(plan.to) - from;
    const isOne = entity === undefined && part.decidedFrom === 'part';
    const spanMs = isOne ? Math.max(shownMs, (rows - 1) * stepMs) : shownMs;
    const span = { from, to: from + spanMs };
    const series = isWhole || entity === undefined ? seen : Math.max(seen, seriesIn(rows, stepMs, spanMs));
    const buckets = partition.entityBuckets ?? 1;
    const { table } = inspected.source;
    return {
      kind: part.packing === undefined ? receipt.source.kind : `${receipt.source.kind}.${part.packing}`,
      decidedFrom: part.decidedFrom,
      bytes: part.bytes,
      textBytes: part.textBytes,
      rows,
      columns: table.header.length,
      values: columnRoles(table, plan.spec).filter(({ role }) => role === 'value' || role === 'category')
        .length,
      series,
      from: plan.from,
      to: new Date(span.to).toISOString(),
      interval,
      ...surveyCuts(part, inspected, cutBytes),
      buckets: isWhole ? plan.buckets.length : Math.max(plan.buckets.length, likelyUsed(buckets, series)),
      periods: readingPeriods(plan.spec, span).length,
      featureRows: series * (Math.floor(spanMs / durationMs(interval)) + 1),
      featureColumns: featureColumns(plan.spec).length,
      ...surveySets(plan.spec, { from: plan.from, to: new Date(span.to).toISOString() }),
      // Places of a file seem to be far apart.
      warnings: isWhole ? receipt.warnings : inspected.warnings,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
