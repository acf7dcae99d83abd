import { join } from 'node:path';
import type { Span } from '@wattline/features';
import { timed } from '@wattline/steps';
import pl, { type LazyDataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../columns.ts';
import { scanReadings } from '../periods/scan-readings.ts';
import type { Plan } from '../plan.ts';
import { integer } from '../polars/integer.ts';
import { spanWithAmounts } from './amounts.ts';
import { bucketOf, bucketSpan } from './bucket-span.ts';
import { intervalCalendar } from './calendar.ts';
import { entityColumn } from './entity-column.ts';
import { writeKept, writePassing } from './feature-file.ts';
import { epochMs } from './local-time.ts';
import { readingSpan } from './reading-span.ts';
import { expectedStep, readingStepOf } from './reading-step.ts';
import { rowFeatures } from './row-features.ts';
import { countRows, scanFile } from './scan-file.ts';
import type { Stretch } from './stretch.ts';

/** What aggregation needs of a bucket. */
export interface TransformedBucket {
  /** Sorted by (entity, `event_timestamp`): the file that was given, where it was one. */
  readonly readings: string;
  /** A row for each of the readings, in their order, and no column of theirs. */
  readonly rows: string;
  /** The intervals of the bucket, or of the stretch. */
  readonly calendar: string;
  readonly counts: { readonly readings: number; readonly intervals: number };
}

const within = (readings: LazyDataFrame, { from, until, reachMs }: Stretch): LazyDataFrame => {
  const at = epochMs(pl.col(EVENT_TIMESTAMP));
  return readings.filter(at.gtEq(integer(from - reachMs)).and(at.lt(integer(until + reachMs))));
};

const clipped = (span: Span, { from, until }: Stretch): Span => ({
  from: Math.max(span.from, from),
  to: Math.min(span.to, until - 1),
});

const together = (a: Span, b: Span): Span => ({ from: Math.min(a.from, b.from), to: Math.max(a.to, b.to) });

/**
 * Writes the row features of a bucket's readings, and the calendar of their intervals, into `folder`.
 *
 * @param options.readings Parquet files in the order of their periods, each sorted by (entity, `event_timestamp`)
 * @param options.stretch of which periods alone features are to be made; without one, of all
 */
export const transformBucket = async (options: {
  readonly plan: Plan;
  readonly bucket: number;
  readonly readings: readonly string[];
  readonly folder: string;
  readonly stretch?: Stretch | undefined;
}): Promise<TransformedBucket> => {
  const { plan, bucket, folder, stretch } = options;
  const { spec } = plan;
  const [only, ...others] = options.readings;
  const joined = join(folder, 'readings.parquet');
  const isGiven = only !== undefined && others.length === 0 && stretch === undefined;
  const readings = isGiven ? only : joined;
  if (!isGiven) {
    const all = scanReadings(options.readings, entityColumn(spec));
    await writePassing(stretch === undefined ? all : within(all, stretch), joined);
  }
  const step = readingStepOf(spec, bucketOf(plan, bucket));
  const whole = bucketSpan(plan, bucket);
  const base = stretch === undefined ? whole : clipped(whole, stretch);
  const amounts = await spanWithAmounts(spec, base, step, scanFile(readings));
  const span = stretch === undefined ? amounts : clipped(amounts, stretch);
  const held = stretch === undefined ? span : together(span, (await readingSpan(scanFile(readings))) ?? span);
  const [rows, calendar] = [join(folder, 'rows.parquet'), join(folder, 'calendar.parquet')];
  const intervals = await intervalCalendar(spec, span, expectedStep(spec, step)).collect();
  await writeKept(intervals.lazy(), calendar);
  await timed('row features', () => writePassing(rowFeatures(spec, held, step)(scanFile(readings)), rows));
  return {
    readings,
    rows,
    calendar,
    counts: { readings: await countRows(rows), intervals: intervals.height },
  };
};
