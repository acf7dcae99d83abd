import { calendarMonths, durationMs, type Spec } from '@wattline/spec';
import { timed } from '@wattline/steps';
import type { DataFrame } from 'nodejs-polars';
import pMap from 'p-map';
import { EVENT_TIMESTAMP } from '../../columns.ts';
import type { LookAtPiece } from '../join/look-at-pieces.ts';
import type { EntityNames } from '../read/entities.ts';
import { CODE } from '../read/fields.ts';
import type { Layout } from '../read/layout.ts';
import type { Quarantine } from '../read/quarantine.ts';
import type { SpilledRows } from '../read/spill.ts';
import { createCadence } from './cadence.ts';
import { settleBucket } from './deduplicate.ts';
import { createBucketFinisher, type FinishedBuckets } from './finish-buckets.ts';
import { mayDiffer } from './may-differ.ts';
import { refuseImplausible, timeBounds } from './plausible-times.ts';
import { stepCandidates } from './step-candidates.ts';
import { stepsOf } from './steps-of.ts';
import { placeOnTimeLine, type TimeLine } from './time-line.ts';
import { usualCadence } from './usual-cadence.ts';
import { chooseVintages } from './vintages.ts';

export interface WrittenBuckets extends FinishedBuckets {
  readonly exactDuplicates: number;
  /** Readings of other vintages than the one that the spec chooses. */
  readonly otherVintages: number;
}

interface Options {
  readonly spill: SpilledRows;
  readonly entities: EntityNames;
  readonly layout: Layout;
  readonly spec: Spec;
  readonly timeLine: Omit<TimeLine, 'label'>;
  readonly folder: string;
  /** Whether readings stay as they were before anything was made of their neighbours. */
  readonly keepsPlain: boolean;
  readonly quarantine: Quarantine;
  /** Sees the readings of each file that is written. */
  readonly look?: LookAtPiece | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Buckets in flight. */
const CONCURRENCY = 2;

const forEachBucket = async (
  buckets: readonly number[],
  work: (bucket: number) => Promise<void>,
): Promise<void> => {
  await pMap(buckets, work, { concurrency: CONCURRENCY });
};

const endsBy = (usual: string, candidates: readonly number[]): TimeLine['label'] => ({
  candidates,
  usual: durationMs(usual),
  months: calendarMonths(usual),
});

/** Where readings name the end of their interval, its lengths have to be known before any is placed. */
const labelOf = async ({ spill, spec }: Options): Promise<TimeLine['label']> => {
  if (spec.time.label === 'start') {
    return 'start';
  }
  const declared = spec.time.cadence;
  if (declared !== undefined && !mayDiffer(spec)) return endsBy(declared, []);
  const cadence = createCadence();
  await forEachBucket(spill.buckets(), async (bucket) => {
    const rows = await spill.gather(bucket);
    const sorted = rows.lazy().sort({ by: [CODE, EVENT_TIMESTAMP], maintainOrder: true });
    cadence.add(await stepsOf(await sorted.collect(), CODE));
  });
  const candidates = stepCandidates(cadence.steps());
  return endsBy(declared ?? usualCadence(cadence, candidates) ?? spec.interval, candidates);
};

/** Sorts, settles and writes every bucket of a file. */
export const writeBuckets = async (options: Options): Promise<WrittenBuckets> => {
  const { spill, layout, spec, folder, quarantine } = options;
  const timeLine: TimeLine = { ...options.timeLine, label: await labelOf(options) };
  const bounds = timeBounds(spec);
  const finisher = createBucketFinisher({
    spec,
    columns: layout,
    entity: layout.entityName,
    folder,
    keepsPlain: options.keepsPlain,
    keepsLines: options.keepsPlain,
    look: options.look,
  });
  let exactDuplicates = 0;
  let otherVintages = 0;
  /** On its own: what a bucket's rows were before is let go when it returns. */
  const settled = async (bucket: number): Promise<DataFrame> => {
    const placed = await placeOnTimeLine((await spill.gather(bucket)).lazy(), timeLine);
    await quarantine.refuse(placed.refused);
    const plausible = await refuseImplausible(placed.rows, bounds, layout.timeName);
    await quarantine.refuse(plausible.refused);
    const vintages = await chooseVintages(plausible.rows, spec.time);
    otherVintages += vintages.others;
    const { rows, ...repeats } = await timed('sort', () =>
      settleBucket(vintages.rows, bucket, options.entities, spec.quarantine.conflicts, layout),
    );
    exactDuplicates += repeats.exactDuplicates;
    await quarantine.replace(repeats.replaced);
    await quarantine.refuse(repeats.refused);
    await spill.drop(bucket);
    return rows;
  };
  // One at a time, while another is written: each is there twice when it is sorted.
  let turn: Promise<void> = Promise.resolve();
  await forEachBucket(spill.buckets(), async (bucket) => {
    options.signal?.throwIfAborted();
    const own = turn.then(() => settled(bucket));
    turn = own.then(
      () => undefined,
      () => undefined,
    );
    const rows = await own;
    if (rows.height === 0) return;
    for (const emptied of await finisher.add(bucket, rows)) await quarantine.empty(emptied);
  });
  return { ...(await finisher.end()), exactDuplicates, otherVintages };
};
