import { READING_STEP } from '@wattline/features';
import type { ClockOffset } from '@wattline/time-zones';
import pl, { type DataFrame } from 'nodejs-polars';
import { EVENT_TIMESTAMP } from '../columns.ts';
import { epochMs } from '../features/local-time.ts';
import type { ReadingStep } from '../features/reading-step.ts';
import { doublesOf, numbersOf } from './numbers.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Rows of one entity on one local day. */
interface DayRows {
  readonly from: number;
  readonly until: number;
  /** From Monday, 0. */
  readonly weekday: number;
  /** From January, 0. */
  readonly month: number;
}

/** Rows of one entity. */
interface EntityRows {
  readonly entity: string;
  readonly from: number;
  readonly until: number;
}

/** A frame's readings as numbers: sorted by (entity, time). */
export interface ReadingRows {
  /** Ms since 1970. */
  readonly times: Float64Array;
  /** Of a column; NaN where there is none. Made when it is asked for: all of them at once are another frame. */
  readonly values: (column: number) => Float64Array;
  readonly entities: readonly EntityRows[];
  /** The local hour of each row. */
  readonly hours: Uint8Array;
  readonly days: readonly DayRows[];
  /** Ms until the next reading is due. */
  readonly step: (row: number) => number;
}

const entitiesOf = async (frame: DataFrame, entity: string): Promise<EntityRows[]> => {
  const name = pl.col(entity);
  const begins = await frame
    .lazy()
    .select(name, pl.intRange(0, frame.height).cast(pl.Float64).alias('row'))
    .filter(name.neq(name.shift(1)).fillNull(pl.lit(true)))
    .collect();
  const rows = [...numbersOf(begins, 'row'), frame.height];
  return begins
    .getColumn(entity)
    .toArray()
    .map((one, i) => ({ entity: String(one), from: rows[i] ?? 0, until: rows[i + 1] ?? 0 }));
};

/** Local hours and days; offsets are in order, and so are the times of an entity. */
const localTimes = (
  times: Float64Array,
  entities: readonly EntityRows[],
  offsets: readonly ClockOffset[],
) => {
  const hours = new Uint8Array(times.length);
  const days: DayRows[] = [];
  for (const { from, until } of entities) {
    let known = 0;
    let begin = from;
    let today = Number.NaN;
    const close = (row: number): void => {
      if (row === begin) return;
      days.push({
        from: begin,
        until: row,
        weekday: (((today + 3) % 7) + 7) % 7,
        month: new Date(today * DAY).getUTCMonth(),
      });
      begin = row;
    };
    for (let row = from; row < until; row += 1) {
      const at = times[row] ?? 0;
      while ((offsets[known + 1]?.from ?? Number.POSITIVE_INFINITY) <= at) known += 1;
      const local = at + (offsets[known]?.offset ?? 0);
      const day = Math.floor(local / DAY);
      if (day !== today) {
        close(row);
        today = day;
      }
      hours[row] = Math.floor((local - day * DAY) / HOUR);
    }
    close(until);
  }
  return { hours, days };
};

/**
 * @param frame sorted by (entity, `event_timestamp`)
 * @param options.offsets of the zone, from the first reading of all on
 */
export const readingRows = async (
  frame: DataFrame,
  options: {
    readonly entity: string;
    readonly columns: readonly string[];
    readonly offsets: readonly ClockOffset[];
    readonly step: ReadingStep;
  },
): Promise<ReadingRows> => {
  const { entity, columns, offsets, step } = options;
  // Those are taken as they are.
  const plain = columns.map((name) => {
    const column = frame.getColumn(name);
    return column.dtype.equals(pl.Float64) && column.nullCount() === 0 ? column : undefined;
  });
  const numbers = await frame
    .lazy()
    .select(
      epochMs(pl.col(EVENT_TIMESTAMP)).cast(pl.Float64).alias('time'),
      ...columns.flatMap((name, i) =>
        plain[i] === undefined
          ? [pl.col(name).cast(pl.Float64).fillNull(pl.lit(Number.NaN)).alias(`value ${i}`)]
          : [],
      ),
      ...(step === 'each' ? [pl.col(READING_STEP).cast(pl.Float64).alias('step')] : []),
    )
    .collect();
  const times = numbersOf(numbers, 'time');
  const entities = await entitiesOf(frame, entity);
  const steps = step === 'each' ? numbersOf(numbers, 'step') : undefined;
  return {
    times,
    values: (column) => {
      const own = plain[column];
      return own === undefined ? numbersOf(numbers, `value ${column}`) : doublesOf(own);
    },
    entities,
    ...localTimes(times, entities, offsets),
    step: steps === undefined ? () => (step === 'each' ? 0 : step) : (row) => steps[row] ?? 0,
  };
};
