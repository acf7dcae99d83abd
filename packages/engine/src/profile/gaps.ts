import { READING_STEP } from '@wattline/features';
import pl, { type LazyDataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../columns.ts';
import type { ReadingStep } from '../features/reading-step.ts';
import { query, quoted, sqlDouble } from '../polars/sql.ts';
import type { Gap, Gaps } from './profile.ts';

const most = 20;

/** What one bucket has: its longest gaps, and its entities that have any. */
export interface BucketGaps {
  readonly longest: readonly (readonly [entity: string, from: number, to: number, missing: number])[];
  readonly entities: readonly (readonly [entity: string, gaps: number, missing: number, longest: number])[];
}

/** Finds gaps in one bucket's readings, sorted by (entity, `event_timestamp`): longer than the step by which they come. */
export const gapsIn = (entity: string, own: ReadingStep) => {
  const each = [entity, EVENT_TIMESTAMP, ...(own === 'each' ? [READING_STEP] : [])];
  const step = own === 'each' ? `CAST(${quoted(`${READING_STEP} before`)} AS DOUBLE)` : sqlDouble(own);
  const both = pl.col(each);
  const besideBefore = [both, both.shift(1).suffix(' before')];
  const ms = (name: string) => `CAST(CAST(${quoted(name)} AS BIGINT) AS DOUBLE)`;
  const [until, since] = [ms(EVENT_TIMESTAMP), ms(`${EVENT_TIMESTAMP} before`)];
  // Half a step of delay is no gap.
  const gaps = `
    SELECT ${quoted(entity)} AS entity, ${since} AS since, ${until} AS until,
      ROUND((${until} - ${since}) / ${step}) - 1.0 AS missing
    FROM frame
    WHERE ${until} - ${since} > 1.5 * ${step} AND ${quoted(entity)} = ${quoted(`${entity} before`)}`;
  const longest = `SELECT * FROM frame ORDER BY missing DESC, entity, since LIMIT ${most}`;
  const entities = `
    SELECT entity, CAST(COUNT(*) AS DOUBLE) AS gaps, SUM(missing) AS missing, MAX(missing) AS longest
    FROM frame GROUP BY entity ORDER BY missing DESC, entity`;
  return async (frame: LazyDataFrame): Promise<BucketGaps> => {
    const found = await query(frame.select(besideBefore), gaps).collect();
    if (found.height === 0) return { longest: [], entities: [] };
    const rows = async (sql: string) => (await query(found.lazy(), sql).collect()).rows();
    return {
      longest: (await rows(longest)) as [string, number, number, number][],
      entities: (await rows(entities)) as [string, number, number, number][],
    };
  };
};

const byMissing = (a: { missing: number; entity: string }, b: { missing: number; entity: string }): number =>
  b.missing - a.missing || (a.entity < b.entity ? -1 : a.entity > b.entity ? 1 : 0);

const instant = (ms: number) => new Date(ms).toISOString();

/** Puts together what was found in each bucket. */
export const gapsOf = (buckets: readonly BucketGaps[], cadence: string): Gaps => {
  const longest = buckets
    .flatMap((bucket) => bucket.longest)
    .map(([entity, from, to, missing]): Gap => ({ entity, from: instant(from), to: instant(to), missing }));
  const entities = buckets
    .flatMap((bucket) => bucket.entities)
    .map(([entity, gaps, missing, longest]) => ({ entity, gaps, missing, longest }));
  return {
    cadence,
    count: entities.reduce((sum, { gaps }) => sum + gaps, 0),
    missing: entities.reduce((sum, { missing }) => sum + missing, 0),
    longest: longest.sort((a, b) => byMissing(a, b) || (a.from < b.from ? -1 : 1)).slice(0, most),
    entities: entities.sort(byMissing).slice(0, most),
  };
};
