import { durationMs, isTimeless } from '@wattline/spec';
import { bucketsOf } from '../../entity-bucket.ts';
import { RejectedError } from '../../errors.ts';
import { fitOf } from '../../fit-of.ts';
import type { DatasetSpec, KeptUpload } from '../../kept-upload.ts';
import type { Plan } from '../../plan.ts';
import { ENGINE_VERSION, featureSetVersion } from '../../version.ts';
import { timeColumns } from '../inspect/columns.ts';
import { manyWords } from '../inspect/infer-attributes.ts';
import { cadenceEvidence } from '../settle/cadence-evidence.ts';
import type { FinishedBuckets } from '../settle/finish-buckets.ts';
import { lateColumns } from '../settle/first-readings.ts';
import { refuseSparse } from '../settle/grid-bound.ts';
import { type Month, refuseIsolated } from '../settle/isolated-times.ts';
import { registerWarnings } from '../settle/registers/doubts.ts';
import { resolveSpec } from '../settle/resolve-spec.ts';
import { seldomWarning, singleWarning } from '../settle/seldom-series.ts';
import { differingReadings } from './differing-readings.ts';
import { joinVocabularies } from './join-vocabularies.ts';
import type { UploadRows } from './layers.ts';
import { type HashedPiece, type HashedReadings, readingsHash } from './readings-hash.ts';

/** What is known of an upload whose readings are joined. */
export interface JoinedUpload extends KeptUpload, HashedReadings {
  readonly is: UploadRows['is'];
}

/** What the readings of all layers together show, however they were joined. */
export interface JoinedReadings
  extends Pick<
    FinishedBuckets,
    'buckets' | 'ways' | 'cadence' | 'steps' | 'firstReadings' | 'spanMs' | 'edges' | 'seldom' | 'registers'
  > {
  /** As they were before anything was made of their neighbours, in the order of buckets and periods. */
  readonly plain: readonly (HashedPiece & { readonly bytes: number })[];
  readonly months: () => Promise<readonly Month[]>;
  /** As `JoinedRows` has them, of all buckets. */
  readonly together: number;
  readonly differing: number;
}

const nothingLeft = (name: string): RejectedError =>
  new RejectedError('NOTHING_LEFT', `with ${name} the dataset has no reading left`, {
    place: { file: name },
    remedy:
      'a feature set of nothing cannot be sealed: upload the readings that are to take the place of these first, or delete less',
  });

/**
 * The content of a dataset: that of the first upload that is all of it, else that of the readings together. So an upload
 * that changes nothing makes no version.
 */
const contentOf = (uploads: readonly JoinedUpload[], plain: JoinedReadings['plain']) => {
  const together = readingsHash(plain);
  const whole = uploads.find(({ readingsSha256 }) => readingsSha256 === together);
  if (whole !== undefined) return { content: whole.content, timeFormat: whole.timeFormat };
  return {
    content: { sha256: together, bytes: plain.reduce((sum, { bytes }) => sum + bytes, 0) },
    timeFormat: undefined,
  };
};

/**
 * The plan of a dataset's readings, and what to say of them. Throws RejectedError where they make no dataset together.
 *
 * @param options.name what messages call the upload or deletion that joins
 * @param options.uploads in the order in which they count
 */
export const describeJoined = async (options: {
  readonly dataset: DatasetSpec;
  readonly name: string;
  readonly uploads: readonly JoinedUpload[];
  readonly joined: JoinedReadings;
}): Promise<{ plan: Plan; warnings: string[] }> => {
  const { dataset, name, uploads, joined } = options;
  const { spec, specSource } = dataset;
  if (joined.plain.length === 0) throw nothingLeft(name);
  const instants = joined.buckets.flatMap((bucket) => [bucket.from, bucket.to]).sort();
  const [from = '', to = ''] = [instants.at(0), instants.at(-1)];
  const warnings: string[] = registerWarnings(joined.registers, {
    spec,
    steps: joined.steps,
    usualMs: Math.max(durationMs(joined.cadence ?? spec.interval), durationMs(spec.interval)),
  });
  const file = {
    name,
    spec,
    inferred: specSource === 'inferred',
    timeName: timeColumns(spec).join(' '),
    isTimeless: isTimeless(spec),
  };
  const rows = joined.buckets.reduce((sum, bucket) => sum + bucket.rows, 0);
  const entities = joined.buckets.reduce((sum, bucket) => sum + bucket.entities, 0);
  const own = uploads.filter(({ is }) => is === 'own').reduce((sum, upload) => sum + upload.rows, 0);
  const { together, differing } = joined;
  const otherwise = differingReadings(file, { together, differing, own, others: rows - own + together });
  const [first, last] = joined.edges;
  if (first !== undefined && last !== undefined)
    await refuseIsolated({ ...file, months: joined.months, first, last });
  const { content, timeFormat } = contentOf(uploads, joined.plain);
  const vocabularies = joinVocabularies(uploads, spec);
  const resolved = resolveSpec(
    spec,
    {
      format: timeFormat ?? spec.time.format,
      cadence: joined.cadence,
      ownSteps: joined.ways !== undefined,
      entityBuckets: bucketsOf(spec),
      inferred: specSource === 'inferred',
      vocabularies,
      refusedTimes: uploads.some(({ refusedTimes }) => refusedTimes),
    },
    warnings,
  );
  const { buckets, spanMs } = joined;
  if (first !== undefined && last !== undefined)
    refuseSparse({ ...file, resolved, written: { readings: [{ rows }], buckets, spanMs }, first, last });
  const fit = fitOf(resolved, content.sha256, to);
  return {
    plan: {
      spec: resolved,
      specSource,
      version: featureSetVersion(content.sha256, resolved),
      engineVersion: ENGINE_VERSION,
      content,
      from,
      to,
      buckets: [...buckets],
      ...(fit && { fit }),
    },
    warnings: [
      ...otherwise,
      ...warnings,
      ...manyWords(vocabularies, spec),
      ...lateColumns(joined.firstReadings, spec, Date.parse(from), Date.parse(to)).map(
        (column) =>
          `column '${column}' has no reading in the time that models train on: no scale can be fitted to it, and it is unscaled in training sets; leave it out (drop), or choose another split`,
      ),
      ...seldomWarning(joined.seldom, resolved),
      ...(file.inferred ? singleWarning(joined.seldom, { rows, entities }) : []),
      ...cadenceEvidence(joined.ways, spec, '').map(({ decision }) => decision),
    ],
  };
};
