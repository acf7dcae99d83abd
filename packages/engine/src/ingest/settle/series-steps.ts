import { READING_STEP } from '@wattline/features';
import pl, { type DataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../../columns.ts';
import { epochMs } from '../times/local-time.ts';

/** A step, ms, and since when it holds: undefined from the series' first reading on. */
export interface StepSince {
  readonly ms: number;
  readonly since: number | undefined;
}

/** Series whose readings come alike. */
export interface SeriesSteps {
  /** None: they change, and nobody looked when. */
  readonly steps: readonly StepSince[];
  readonly count: number;
  /** The first few of them. */
  readonly names: readonly string[];
}

/** Enough for an example. */
const NAMED = 3;
/** Series with changes, of one bucket, that are looked at one by one; of the others only the number counts. */
const LOOKED_AT = 100;

const keyOf = (steps: readonly StepSince[]): string =>
  steps.map(({ ms, since }) => `${ms}@${since}`).join(' ');

/** Puts together what comes alike, the most series first. */
export const joinedSteps = (all: readonly SeriesSteps[]): SeriesSteps[] => {
  const joined = new Map<string, SeriesSteps>();
  for (const one of all) {
    const key = keyOf(one.steps);
    const before = joined.get(key);
    const names = [...(before?.names ?? []), ...one.names].toSorted().slice(0, NAMED);
    joined.set(key, { steps: one.steps, count: (before?.count ?? 0) + one.count, names });
  }
  return [...joined.values()].sort(
    (a, b) => b.count - a.count || ((a.names[0] ?? '') < (b.names[0] ?? '') ? -1 : 1),
  );
};

/** How the series of one bucket come. Takes readings with `reading_step_ms`, sorted by (`entity`, `event_timestamp`). */
export const seriesSteps = async (rows: DataFrame, entity: string): Promise<SeriesSteps[]> => {
  const [name, step] = [pl.col(entity), pl.col('step')];
  const isFirst = name.neq(name.shift(1)).fillNull(pl.lit(true));
  const changes = await rows
    .lazy()
    .select(name, epochMs(pl.col(EVENT_TIMESTAMP)).alias('since'), pl.col(READING_STEP).alias('step'))
    .filter(isFirst.or(step.neq(step.shift(1))))
    .withColumn(pl.len().over(entity).alias('changes'))
    .collect();
  const only = pl.col('changes').eq(pl.lit(1));
  const constant = await changes
    .lazy()
    .filter(only)
    .groupBy(['step'])
    .agg(pl.len().alias('count'), name.head(NAMED).alias('names'))
    .collect();
  const alike = constant.rows().map(
    ([ms, count, names]): SeriesSteps => ({
      steps: [{ ms: Number(ms), since: undefined }],
      count: Number(count),
      names: (Array.isArray(names) ? names : [...(names as Iterable<unknown>)]).map(String),
    }),
  );
  const varying = await changes
    .lazy()
    .filter(only.not())
    .select(name, pl.col('since').cast(pl.Float64), step.cast(pl.Float64))
    .collect();
  const series = varying.getColumn(entity).nUnique();
  // A series has 64 steps at most.
  const bySeries = Map.groupBy(varying.head(LOOKED_AT * 64).rows(), ([one]) => String(one));
  const looked = [...bySeries].slice(0, LOOKED_AT);
  const others: SeriesSteps[] =
    series > looked.length ? [{ steps: [], count: series - looked.length, names: [] }] : [];
  const changing = looked.map(
    ([series, lines]): SeriesSteps => ({
      steps: lines.map(([, since, ms], i) => ({
        ms: Number(ms),
        since: i === 0 ? undefined : Number(since),
      })),
      count: 1,
      names: [series],
    }),
  );
  return joinedSteps([...alike, ...changing, ...others]);
};
