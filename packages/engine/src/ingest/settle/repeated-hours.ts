import { type DoubtfulRow, secondPass } from '@wattline/cells';
import { fixedOffsetMs } from '@wattline/time-zones';
import pl, { type DataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../../columns.ts';
import { CODE, LINE, PASS } from '../read/fields.ts';
import { wholeMs, type Zoned } from '../times/local-time.ts';
import { hourOf, type RepeatedHour, repeatedHours, within } from './repeated-hour.ts';

/** Hours (`entity change`) that have readings where no policy puts them: their times alone show which pass. */
const hoursWithClearPasses = async (
  rows: DataFrame,
  hours: readonly RepeatedHour[],
  side: 'before' | 'after',
): Promise<ReadonlySet<string>> => {
  const found = await rows
    .lazy()
    .filter(hours.map((hour) => within(hour, side)).reduce((a, b) => a.or(b)))
    .select(pl.col(CODE), pl.col(EVENT_TIMESTAMP).cast(pl.Int64).cast(pl.Float64).alias('ms'))
    .unique()
    .collect();
  return new Set(
    found.rows().flatMap(([code, ms]) => {
      const hour = hourOf(hours, Number(ms), side);
      return hour === undefined ? [] : [`${Number(code)} ${hour.change}`];
    }),
  );
};

const ROW = '__row_of_file';

/** Whether the readings of each entity are in order of time, either way; almost all of them must be. */
const directions = async (rows: DataFrame): Promise<ReadonlyMap<number, boolean>> => {
  const code = pl.col(CODE);
  const at = pl.col(EVENT_TIMESTAMP).cast(pl.Int64);
  const step = pl
    .when(code.eq(code.shift(1)))
    .then(at.sub(at.shift(1)))
    .otherwise(pl.lit(null).cast(pl.Int64));
  const counted = await rows
    .lazy()
    .select(code, at.alias(EVENT_TIMESTAMP))
    .sort({ by: [CODE], maintainOrder: true })
    .withColumn(step.alias('step'))
    .groupBy([CODE])
    .agg(
      pl.col('step').gt(0).sum().cast(pl.Float64).alias('up'),
      pl.col('step').lt(0).sum().cast(pl.Float64).alias('down'),
    )
    .collect();
  const found = new Map<number, boolean>();
  for (const [number, up, down] of counted.rows()) {
    const most = Math.max(Number(up), Number(down));
    const least = Math.min(Number(up), Number(down));
    if (least <= Math.max(1, most * 0.02)) {
      found.set(Number(number), Number(down) > Number(up));
    }
  }
  return found;
};

/**
 * Rows of one bucket in the order of the file, their local times read as the zone's policy says: those of the second
 * pass of a repeated hour, as the order of the file shows, move to where they belong.
 */
export const withRepeatedHours = async (rows: DataFrame, zoned: Zoned): Promise<DataFrame> => {
  const isPassKnown = rows.columns.includes(PASS) ? pl.col(PASS).gt(0) : pl.lit(false);
  if (rows.height === 0 || zoned.ambiguous === 'quarantine' || fixedOffsetMs(zoned.zone) !== undefined) {
    return rows;
  }
  const time = rows.getColumn(EVENT_TIMESTAMP).cast(pl.Int64);
  const hours = repeatedHours(zoned.zone, Number(time.min()), Number(time.max()));
  if (hours.length === 0) {
    return rows;
  }
  // Policies put all of them before the change, or all after it.
  const doubtful = zoned.ambiguous === 'latest' ? 'after' : 'before';
  const numbered = rows.withRowIndex(ROW);
  const found = await numbered
    .lazy()
    .filter(
      hours
        .map((hour) => within(hour, doubtful))
        .reduce((a, b) => a.or(b))
        .and(isPassKnown.not()),
    )
    .collect();
  if (found.height === 0) {
    return rows;
  }
  const order = await directions(rows);
  const at = found.getColumn(EVENT_TIMESTAMP).cast(pl.Int64).cast(pl.Float64).toArray().map(Number);
  const code = found.getColumn(CODE).toArray().map(Number);
  const row = found.getColumn(ROW).toArray().map(Number);
  const content = found
    .drop([ROW, LINE, EVENT_TIMESTAMP])
    .rows()
    .map((cells) => JSON.stringify(cells));
  const groups = new Map<string, { hour: RepeatedHour; code: number; rows: DoubtfulRow[] }>();
  for (const [index, ms] of at.entries()) {
    const hour = hourOf(hours, ms, doubtful);
    if (hour === undefined) continue;
    const key = `${code[index]} ${hour.change}`;
    const group = groups.get(key) ?? { hour, code: code[index] ?? 0, rows: [] };
    groups.set(key, group);
    group.rows.push({ row: row[index] ?? 0, at: ms, content: content[index] ?? '' });
  }
  const repeatsElsewhere = await hasRepeats(rows, hours, doubtful);
  const moves: { row: number; by: number }[] = [];
  const settled = await hoursWithClearPasses(rows, hours, doubtful === 'before' ? 'after' : 'before');
  for (const [key, { hour, code: entity, rows: ofEntity }] of groups) {
    const descending = order.get(entity);
    // No reading goes to an instant that another owns.
    if (descending === undefined || settled.has(key)) continue;
    const second = secondPass(ofEntity, { descending, repeatsElsewhere });
    if (second === undefined) continue;
    const moved = new Set(second);
    for (const { row: number } of ofEntity) {
      const isSecond = moved.has(number);
      if (isSecond && doubtful === 'before') moves.push({ row: number, by: hour.length });
      if (!isSecond && doubtful === 'after') moves.push({ row: number, by: -hour.length });
    }
  }
  return moves.length === 0 ? rows : moved(numbered, moves);
};

const hasRepeats = async (
  rows: DataFrame,
  hours: readonly RepeatedHour[],
  doubtful: 'before' | 'after',
): Promise<boolean> => {
  const outside = hours.map((hour) => within(hour, doubtful).not()).reduce((a, b) => a.and(b));
  const others = await rows.lazy().filter(outside).select(CODE, EVENT_TIMESTAMP).collect();
  return others.unique().height < others.height;
};

const moved = (numbered: DataFrame, moves: readonly { row: number; by: number }[]): DataFrame => {
  const table = pl.DataFrame(
    { [ROW]: moves.map(({ row }) => row), by: moves.map(({ by }) => by) },
    { schema: { [ROW]: pl.UInt32, by: pl.Int64 } },
  );
  const at = pl.col(EVENT_TIMESTAMP);
  return numbered
    .lazy()
    .join(table.lazy(), { on: ROW, how: 'left', maintainOrder: 'left' })
    .withColumn(
      at
        .cast(pl.Int64)
        .add(pl.col('by').fillNull(wholeMs(0)))
        .cast(pl.Datetime('ms'))
        .alias(EVENT_TIMESTAMP),
    )
    .drop([ROW, 'by'])
    .collectSync();
};
