import pl, { type DataFrame, type Expr, type LazyDataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../columns.ts';
import type { ColumnSums, StepSums } from './step-series.ts';

const STEP = 'start of the step';
const TIME = 'time of the row';
const WHOLE = 'step needs its rows whole';

type Measure = 'sum' | 'count' | 'min' | 'max';

const suffix = (measure: Measure): string => `\u0000${measure}`;

/** `pl.lit` alone makes every number a float. */
const integer = (value: number): Expr => pl.lit(value).cast(pl.Int64);

/**
 * Rows of one file → for each step their sum, count, least and greatest value, in the order of time. Without `stepMs`
 * each row is its own step.
 */
export const stepSums = (options: {
  readonly names: readonly string[];
  /** A start of a step, epoch ms. */
  readonly fromMs: number;
  readonly stepMs?: number | undefined;
}): ((rows: LazyDataFrame) => LazyDataFrame) => {
  const { fromMs, stepMs } = options;
  const time = pl.col(EVENT_TIMESTAMP).cast(pl.Int64);
  const start = stepMs === undefined ? time : time.sub(time.sub(integer(fromMs)).modulo(integer(stepMs)));
  // NaN would swallow the others of its step.
  const values = pl
    .col([...options.names])
    .cast(pl.Float64)
    .fillNan(pl.lit(null));
  const selected = [start.alias(STEP), time.cast(pl.Float64).alias(TIME), values];
  const each = pl.col([...options.names]);
  const sums = [
    each.sum().suffix(suffix('sum')),
    each.count().cast(pl.Float64).suffix(suffix('count')),
    each.min().suffix(suffix('min')),
    each.max().suffix(suffix('max')),
    // Without an aggregate that needs all rows of a step at once, and is used, the engine may add up parts of steps in
    // the order in which its threads end: sums would differ in their last bits from run to run.
    pl.col(TIME).std().alias(WHOLE),
  ];
  const whole = pl.col(WHOLE);
  const isWhole = whole.isNull().or(whole.gtEq(pl.lit(0)));
  const step = pl.col(STEP).cast(pl.Float64);
  const selectedAfter = [step, pl.exclude([STEP, WHOLE])];
  return (rows) =>
    rows
      .select(...selected)
      .groupBy([STEP], true)
      .agg(...sums)
      .filter(isWhole)
      .select(...selectedAfter);
};

const numbers = (frame: DataFrame, name: string): number[] => frame.getColumn(name).toArray() as number[];

/** Reads what `stepSums` made. */
export const sumsIn = (frame: DataFrame, names: readonly string[]): StepSums => ({
  starts: numbers(frame, STEP),
  columns: names.map((name): ColumnSums => {
    const of = (measure: Measure) => numbers(frame, name + suffix(measure));
    return { name, count: of('count'), sum: of('sum'), min: of('min'), max: of('max') };
  }),
});
