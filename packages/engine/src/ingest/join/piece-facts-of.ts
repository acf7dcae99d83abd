import pl, { type DataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../../columns.ts';
import { epochMs } from '../../features/local-time.ts';
import { timesOf } from '../../pieces/piece-times.ts';
import type { PieceFacts, ShownPiece } from '../../pieces/shown-piece.ts';
import { letGo } from '../../polars/let-go.ts';
import { firstReadings } from '../settle/first-readings.ts';
import { monthOf } from '../settle/isolated-times.ts';
import { MOST_STEPS } from '../settle/steps-of.ts';
import { type StepTally, tallySteps } from './step-tally.ts';

/** The instants of a piece, ms, and where each entity's begin. */
const entitiesOf = async (readings: DataFrame, entity: string) => {
  const times: unknown = (
    await readings
      .lazy()
      .select(epochMs(pl.col(EVENT_TIMESTAMP)).cast(pl.Float64).alias('at'))
      .collect()
  )
    .getColumn('at')
    .toTypedArray();
  if (!(times instanceof Float64Array)) throw new Error('instants are numbers, each of them');
  const name = pl.col(entity);
  const begins = await readings
    .lazy()
    .select(name, pl.intRange(0, readings.height).cast(pl.Float64).alias('row'))
    .filter(name.neq(name.shift(1)).fillNull(pl.lit(true)))
    .collect();
  const rows = begins.getColumn('row').toArray().map(Number);
  return begins
    .getColumn(entity)
    .toArray()
    .map((one, i) => ({ entity: String(one), at: times.subarray(rows[i], rows[i + 1] ?? times.length) }));
};

/** @param at ms, ascending */
const tallyMonths = (months: Map<number, number>, at: Float64Array): void => {
  let from = 0;
  while (from < at.length) {
    const month = monthOf(at[from] ?? 0);
    let until = from + 1;
    while (until < at.length && monthOf(at[until] ?? 0) === month) until += 1;
    months.set(month, (months.get(month) ?? 0) + until - from);
    from = until;
  }
};

/**
 * What finished readings of a piece show.
 *
 * @param readings sorted by (entity, `event_timestamp`)
 */
export const pieceFactsOf = async (
  readings: DataFrame,
  { entity, values }: { readonly entity: string; readonly values: readonly string[] },
): Promise<{ facts: PieceFacts } & Pick<ShownPiece, 'times'>> => {
  const steps: StepTally = new Map();
  const months = new Map<number, number>();
  const entities = await entitiesOf(readings, entity);
  for (const { at } of entities) {
    tallySteps(steps, at);
    tallyMonths(months, at);
  }
  const first = await firstReadings(readings, values);
  const times = timesOf(entities);
  if (entities[0] !== undefined) letGo(entities[0].at);
  return {
    facts: {
      rows: readings.height,
      steps:
        steps.size < MOST_STEPS
          ? [...steps.values()].map(({ ms, count, onEnd, fourth }) => [ms, count, onEnd, fourth])
          : null,
      firstReadings: Object.fromEntries(
        [...first].map(([name, ms]) => [name, Number.isFinite(ms) ? ms : null]),
      ),
      months: [...months],
    },
    times,
  };
};
