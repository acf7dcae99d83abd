import { join } from 'node:path';
import { countedBy } from '@wattline/features';
import { calendarMonths, durationMs, type Spec } from '@wattline/spec';
import pl, { type DataFrame } from 'nodejs-polars';
import pMap from 'p-map';
import { DEFAULT_ENTITY, EVENT_TIMESTAMP, ONLY_ENTITY } from '../../columns.ts';
import type { Bucket } from '../../plan.ts';
import type { EntityNames } from '../read/entities.ts';
import { CODE, field } from '../read/fields.ts';
import type { Layout } from '../read/layout.ts';
import type { Quarantine } from '../read/quarantine.ts';
import type { SpilledRows } from '../read/spill.ts';
import { createCadence, type StepCount } from './cadence.ts';
import { ENTITY_NAME, RANK, settleBucket } from './deduplicate.ts';
import { createEdges, type Edge } from './edges.ts';
import { firstReadings } from './first-readings.ts';
import { refuseImplausible, timeBounds } from './plausible-times.ts';
import { writeReadings } from './readings-file.ts';
import { createRegisters, registersOf } from './registers/settle-registers.ts';
import type { RegisterTally } from './registers/tally.ts';
import { type SeldomSeries, seldomSeries } from './seldom-series.ts';
import { type OwnSteps, settleSteps } from './settle-steps.ts';
import { stepCandidates } from './step-candidates.ts';
import { stepsOf } from './steps-of.ts';
import { placeOnTimeLine, type TimeLine } from './time-line.ts';
import { mayDiffer, usualCadence } from './usual-cadence.ts';
import { chooseVintages } from './vintages.ts';

export interface WrittenBuckets {
  readonly readings: OwnSteps['readings'];
  readonly buckets: readonly Bucket[];
  /** How series come, where not all readings come alike. */
  readonly ways: OwnSteps['ways'] | undefined;
  /** Then: how many readings there would be without gaps. */
  readonly expected: number | undefined;
  readonly exactDuplicates: number;
  /** Readings of other vintages than the one that the spec chooses. */
  readonly otherVintages: number;
  /** The most common time between readings. */
  readonly cadence: string | undefined;
  readonly steps: readonly StepCount[];
  /** When each value column has its first reading, ms; those alone that are not there from the beginning on. */
  readonly firstReadings: ReadonlyMap<string, number>;
  /** Time from first to last reading, added up over all entities, ms. */
  readonly spanMs: number;
  /** The first and the last reading; undefined where there is none. */
  readonly edges: readonly [first: Edge | undefined, last: Edge | undefined];
  /** Those with hardly a reading in every second interval; none where the file has one series. */
  readonly seldom: readonly SeldomSeries[];
  /** What happened to each register. */
  readonly registers: readonly RegisterTally[];
}

interface Options {
  readonly spill: SpilledRows;
  readonly entities: EntityNames;
  readonly layout: Layout;
  readonly spec: Spec;
  readonly timeLine: Omit<TimeLine, 'label'>;
  readonly folder: string;
  readonly quarantine: Quarantine;
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
    const sorted = spill.gather(bucket).sort({ by: [CODE, EVENT_TIMESTAMP], maintainOrder: true });
    cadence.add(await stepsOf(await sorted.collect(), CODE));
  });
  const candidates = stepCandidates(cadence.steps());
  return endsBy(declared ?? usualCadence(cadence, candidates) ?? spec.interval, candidates);
};

const instant = (ms: unknown): string => new Date(Number(ms)).toISOString();

const summary = async (rows: DataFrame): Promise<Omit<Bucket, 'bucket'>> => {
  const time = pl.col(EVENT_TIMESTAMP).cast(pl.Int64);
  const found = await rows
    .lazy()
    .select(
      time.min().alias('from'),
      time.max().alias('to'),
      pl
        .col(rows.columns[1] ?? '')
        .nUnique()
        .alias('entities'),
    )
    .collect();
  const read = (name: string): unknown => found.getColumn(name).toArray()[0];
  return {
    rows: rows.height,
    entities: Number(read('entities')),
    from: instant(read('from')),
    to: instant(read('to')),
  };
};

/** Sorts, settles and writes every bucket: `event_timestamp`, the entity, values and categories in the spec's order. */
export const writeBuckets = async (options: Options): Promise<WrittenBuckets> => {
  const { spill, layout, spec, folder, quarantine } = options;
  const timeLine: TimeLine = { ...options.timeLine, label: await labelOf(options) };
  const entityName = layout.entityName ?? DEFAULT_ENTITY;
  const named = [...layout.values, ...layout.categories];
  const registers = registersOf(spec, layout);
  const settledRegisters = createRegisters(registers);
  const newNames = Object.fromEntries([
    ...named.map(({ name, index }) => [field(index), name]),
    ...registers.map(({ name, counted }) => [counted, countedBy(name)]),
  ]);
  const finished = async (rows: DataFrame): Promise<DataFrame> => {
    const owned =
      layout.entityName === undefined
        ? rows.lazy().withColumn(pl.lit(ONLY_ENTITY).alias(ENTITY_NAME))
        : rows.lazy();
    const kept = (await owned.collect()).select(
      EVENT_TIMESTAMP,
      ENTITY_NAME,
      ...named.map(({ index }) => field(index)),
      ...registers.map(({ counted }) => counted),
    );
    return kept.rename({ [ENTITY_NAME]: entityName, ...newNames });
  };
  const bounds = timeBounds(spec);
  const edges = createEdges();
  const cadence = createCadence();
  const written: OwnSteps['readings'][number][] = [];
  const buckets: Bucket[] = [];
  let exactDuplicates = 0;
  let otherVintages = 0;
  let spanMs = 0;
  const seldom: SeldomSeries[] = [];
  const first = new Map<string, number>();
  const complete = new Set<string>();
  const values = layout.values.map(({ name }) => name);
  await forEachBucket(spill.buckets(), async (bucket) => {
    options.signal?.throwIfAborted();
    const placed = await placeOnTimeLine(spill.gather(bucket), timeLine);
    await quarantine.refuse(placed.refused);
    const plausible = await refuseImplausible(placed.rows, bounds, layout.timeName);
    await quarantine.refuse(plausible.refused);
    const vintages = await chooseVintages(plausible.rows, spec.time);
    otherVintages += vintages.others;
    const { rows: distinct, ...repeats } = await settleBucket(
      vintages.rows,
      bucket,
      options.entities,
      spec.quarantine.conflicts,
      layout.timeName,
    );
    exactDuplicates += repeats.exactDuplicates;
    await quarantine.replace(repeats.replaced);
    await quarantine.refuse(repeats.refused);
    await spill.drop(bucket);
    if (distinct.height === 0) {
      return;
    }
    const { rows, cells } = await settledRegisters.settle(distinct);
    for (const emptied of cells) await quarantine.empty(emptied);
    await edges.add(rows);
    const steps = await stepsOf(rows, RANK);
    cadence.add(steps);
    spanMs += steps.reduce((sum, { ms, count }) => sum + ms * count, 0);
    if (layout.entityName !== undefined) seldom.push(...(await seldomSeries(rows, spec)));
    const readings = await finished(rows);
    const found = await firstReadings(readings, values);
    for (const name of values) {
      const at = found.get(name);
      if (at === undefined) complete.add(name);
      else first.set(name, Math.min(first.get(name) ?? at, at));
    }
    const path = join(folder, `readings-${bucket}.parquet`);
    const [facts] = await Promise.all([summary(readings), writeReadings(readings, path)]);
    written.push({ bucket, path, rows: readings.height });
    buckets.push({ bucket, ...facts });
  });
  written.sort((a, b) => a.bucket - b.bucket);
  buckets.sort((a, b) => a.bucket - b.bucket);
  for (const name of complete) first.delete(name);
  const candidates = mayDiffer(spec) ? stepCandidates(cadence.steps()) : [];
  const found = usualCadence(cadence, candidates);
  const usual = spec.time.cadence ?? found;
  const ownSteps =
    candidates.length < 2 || usual === undefined
      ? undefined
      : await settleSteps({
          readings: written,
          buckets,
          entity: entityName,
          candidates,
          usual: durationMs(usual),
          folder,
        });
  return {
    readings: ownSteps?.readings ?? written,
    buckets: ownSteps?.buckets ?? buckets,
    ways: ownSteps?.ways,
    expected: ownSteps?.expected,
    exactDuplicates,
    otherVintages,
    cadence: found,
    firstReadings: first,
    spanMs,
    steps: cadence.steps(),
    edges: [edges.first(), edges.last()],
    seldom,
    registers: settledRegisters.tallies(),
  };
};
