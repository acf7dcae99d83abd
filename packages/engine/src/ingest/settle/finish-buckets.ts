import { countedBy } from '@wattline/features';
import { durationMs, type Spec } from '@wattline/spec';
import { timed } from '@wattline/steps';
import pl, { type DataFrame } from 'nodejs-polars';
import { DEFAULT_ENTITY, EVENT_TIMESTAMP, ONLY_ENTITY } from '../../columns.ts';
import { periodsOfSpans } from '../../periods/periods-of-spans.ts';
import type { BucketFile, ReadingsFile } from '../../periods/readings-file.ts';
import type { Bucket } from '../../plan.ts';
import type { LookAtPiece } from '../join/look-at-pieces.ts';
import { field } from '../read/fields.ts';
import { bucketSummary } from './bucket-summary.ts';
import { createCadence, type StepCount } from './cadence.ts';
import { ENTITY_NAME, RANK } from './deduplicate.ts';
import { createEdges, type Edge } from './edges.ts';
import { firstReadings } from './first-readings.ts';
import { createLines } from './lines.ts';
import { mayDiffer } from './may-differ.ts';
import { createRegisters, registersOf } from './registers/settle-registers.ts';
import type { RegisterTally } from './registers/tally.ts';
import { type SeldomSeries, seldomSeries } from './seldom-series.ts';
import { type OwnSteps, settleSteps } from './settle-steps.ts';
import { stepCandidates } from './step-candidates.ts';
import { stepsOf } from './steps-of.ts';
import { usualCadence } from './usual-cadence.ts';
import { inOrderOfPeriods, writeReadings } from './write-readings.ts';

/** A column of readings, and its number among the fields of settled rows. */
interface NamedField {
  readonly name: string;
  readonly index: number;
}

/** The columns of settled rows, each group in the spec's order. */
export interface ReadingColumns {
  readonly values: readonly NamedField[];
  readonly categories: readonly NamedField[];
}

/** Finished readings, and what they show. */
export interface FinishedBuckets {
  /** By bucket and period. */
  readonly readings: readonly ReadingsFile[];
  /** Of buckets that have several periods. */
  readonly whole: readonly BucketFile[];
  readonly buckets: readonly Bucket[];
  /** How series come, where not all readings come alike. */
  readonly ways: OwnSteps['ways'] | undefined;
  /** Then: how many readings there would be without gaps. */
  readonly expected: number | undefined;
  /** The most common time between readings. */
  readonly cadence: string | undefined;
  readonly steps: readonly StepCount[];
  /** When each value column has its first reading, ms; those alone that are not there from the beginning on. */
  readonly firstReadings: ReadonlyMap<string, number>;
  /** Time from first to last reading, added up over all entities, ms. */
  readonly spanMs: number;
  /** The first and the last reading; undefined where there is none. */
  readonly edges: readonly [first: Edge | undefined, last: Edge | undefined];
  /** Those with hardly a reading in every second interval; none where there is one series. */
  readonly seldom: readonly SeldomSeries[];
  /** What happened to each register. */
  readonly registers: readonly RegisterTally[];
  /** Readings as they were before anything was made of their neighbours; these files stay where readings have their own. */
  readonly plain: readonly ReadingsFile[];
  /** The lines of the file that these readings are of, where that is wanted: a file, in the same order. */
  readonly lines: string | undefined;
}

/** Turns settled rows into the readings of a dataset, a bucket at a time. */
export interface BucketFinisher {
  /** Takes a bucket's rows, sorted by (entity, time), each pair once. Returns cells that were emptied. */
  readonly add: (bucket: number, rows: DataFrame) => Promise<readonly DataFrame[]>;
  /** Once all buckets were added. */
  readonly end: () => Promise<FinishedBuckets>;
}

/**
 * Works out what depends on neighbours (registers, steps), and writes every bucket by period: `event_timestamp`, the
 * entity, values and categories in the spec's order.
 */
export const createBucketFinisher = ({
  spec,
  columns,
  entity,
  folder,
  keepsPlain = false,
  keepsLines = false,
  look,
}: {
  readonly spec: Spec;
  readonly columns: ReadingColumns;
  /** Its column; undefined where all readings are of one series. */
  readonly entity: string | undefined;
  readonly folder: string;
  /** Whether readings stay as they were before anything was made of their neighbours. */
  readonly keepsPlain?: boolean;
  /** Whether it is kept of which line of the file each of these is. */
  readonly keepsLines?: boolean;
  /** Sees finished readings; none where registers or steps of their own may change them once all are there. */
  readonly look?: LookAtPiece | undefined;
}): BucketFinisher => {
  const entityName = entity ?? DEFAULT_ENTITY;
  const named = [...columns.values, ...columns.categories];
  const registers = registersOf(spec, columns.values);
  const settledRegisters = createRegisters(registers);
  const counters = registers.map(({ counted }) => counted);
  const newNames = Object.fromEntries([
    ...named.map(({ name, index }) => [field(index), name]),
    ...registers.map(({ name, counted }) => [counted, countedBy(name)]),
  ]);
  const finished = async (rows: DataFrame, counted: readonly string[]): Promise<DataFrame> => {
    const owned =
      entity === undefined ? rows.lazy().withColumn(pl.lit(ONLY_ENTITY).alias(ENTITY_NAME)) : rows.lazy();
    const chosen = (await owned.collect()).select(
      EVENT_TIMESTAMP,
      ENTITY_NAME,
      ...named.map(({ index }) => field(index)),
      ...counted,
    );
    const present = Object.entries(newNames).filter(([column]) => chosen.columns.includes(column));
    return chosen.rename({ [ENTITY_NAME]: entityName, ...Object.fromEntries(present) });
  };
  const periodsOf = periodsOfSpans(spec);
  const edges = createEdges();
  const cadence = createCadence();
  const written: ReadingsFile[] = [];
  const whole: BucketFile[] = [];
  const plain: ReadingsFile[] = [];
  const lines = createLines(folder);
  const buckets: Bucket[] = [];
  const seldom: SeldomSeries[] = [];
  const first = new Map<string, number>();
  const complete = new Set<string>();
  const values = columns.values.map(({ name }) => name);
  let spanMs = 0;
  /** As far as buckets show them. */
  const steps = () => {
    const candidates = mayDiffer(spec) ? stepCandidates(cadence.steps()) : [];
    return { candidates, found: usualCadence(cadence, candidates) };
  };
  const lookAt = (bucket: number, { from, to }: Pick<Bucket, 'from' | 'to'>) => {
    if (look === undefined || registers.length > 0) return undefined;
    const { candidates, found } = steps();
    if (candidates.length > 1) return undefined;
    const shown = { bucket, from, to, cadence: spec.time.cadence ?? found };
    return (period: string, readings: DataFrame) => look({ ...shown, period, readings });
  };
  return {
    add: async (bucket, settled) => {
      const { rows, cells } = await settledRegisters.settle(settled);
      await edges.add(rows);
      const own = await stepsOf(rows, RANK);
      cadence.add(own);
      spanMs += own.reduce((sum, { ms, count }) => sum + ms * count, 0);
      if (entity !== undefined) seldom.push(...(await seldomSeries(rows, spec)));
      const readings = await finished(rows, counters);
      const found = await firstReadings(readings, values);
      for (const name of values) {
        const at = found.get(name);
        if (at === undefined) complete.add(name);
        else first.set(name, Math.min(first.get(name) ?? at, at));
      }
      const facts = await bucketSummary(readings);
      const periods = periodsOf({ from: Date.parse(facts.from), to: Date.parse(facts.to) });
      const { files, whole: all } = await writeReadings(readings, {
        bucket,
        periods,
        folder,
        name: 'readings',
        look: lookAt(bucket, facts),
      });
      written.push(...files);
      whole.push(...all);
      if (keepsPlain && registers.length === 0) plain.push(...files);
      if (keepsPlain && registers.length > 0) {
        const plainRows = await finished(settled, []);
        plain.push(...(await writeReadings(plainRows, { bucket, periods, folder, name: 'plain' })).files);
      }
      if (keepsLines) await timed('lines', () => lines.add(bucket, settled, periods));
      buckets.push({ bucket, ...facts });
      return cells;
    },
    end: async () => {
      const readings = inOrderOfPeriods(written);
      buckets.sort((a, b) => a.bucket - b.bucket);
      for (const name of complete) first.delete(name);
      const { candidates, found } = steps();
      const usual = spec.time.cadence ?? found;
      const ownSteps =
        candidates.length < 2 || usual === undefined
          ? undefined
          : await settleSteps({
              readings,
              whole,
              buckets,
              periodsOf,
              entity: entityName,
              candidates,
              usual: durationMs(usual),
              folder,
              keepsPlain,
            });
      return {
        readings: ownSteps?.readings ?? readings,
        whole: ownSteps?.whole ?? whole,
        buckets: ownSteps?.buckets ?? buckets,
        ways: ownSteps?.ways,
        expected: ownSteps?.expected,
        cadence: found,
        firstReadings: first,
        spanMs,
        steps: cadence.steps(),
        edges: [edges.first(), edges.last()],
        seldom,
        registers: settledRegisters.tallies(),
        plain: inOrderOfPeriods(plain),
        lines: keepsLines ? await timed('lines', () => lines.end()) : undefined,
      };
    },
  };
};
