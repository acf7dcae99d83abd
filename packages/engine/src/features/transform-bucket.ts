import { join } from 'node:path';
import type { Plan } from '../plan.ts';
import { spanWithAmounts } from './amounts.ts';
import { bucketOf, bucketSpan } from './bucket-span.ts';
import { intervalCalendar } from './calendar.ts';
import { writeKept, writePassing } from './feature-file.ts';
import { expectedStep, readingStepOf } from './reading-step.ts';
import { rowFeatures } from './row-features.ts';
import { countRows, scanFile } from './scan-file.ts';

/**
 * Writes the row features of a bucket's readings, and the calendar of their intervals, into `folder`.
 *
 * `rows` has a row for each of the readings, in their order, and no column of theirs.
 *
 * @param options.readings a Parquet file sorted by (entity, `event_timestamp`)
 */
export const transformBucket = async (options: {
  readonly plan: Plan;
  readonly bucket: number;
  readonly readings: string;
  readonly folder: string;
}): Promise<{ rows: string; calendar: string; counts: { readings: number; intervals: number } }> => {
  const { plan, bucket, readings, folder } = options;
  const step = readingStepOf(plan.spec, bucketOf(plan, bucket));
  const span = await spanWithAmounts(plan.spec, bucketSpan(plan, bucket), step, scanFile(readings));
  const [rows, calendar] = [join(folder, 'rows.parquet'), join(folder, 'calendar.parquet')];
  const intervals = await intervalCalendar(plan.spec, span, expectedStep(plan.spec, step)).collect();
  await writeKept(intervals.lazy(), calendar);
  await writePassing(rowFeatures(plan.spec, span, step)(scanFile(readings)), rows);
  return { rows, calendar, counts: { readings: await countRows(rows), intervals: intervals.height } };
};
