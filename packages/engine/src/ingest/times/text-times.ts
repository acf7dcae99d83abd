import { type CountedDay, createTimeReader, type WrittenForm } from '@wattline/cells';
import pl, { type DataFrame } from 'nodejs-polars';
import { createDayLog, type DayLog } from './counted-days.ts';

/** How the text of a timestamp is read in a file. */
export interface TextForm extends WrittenForm {
  /** Where the days of numbered periods are gathered that the pieces of a file show. */
  readonly dayLog?: DayLog | undefined;
  /** Where the last period ends that a row has a column for, ms from midnight on; undefined where each has a row. */
  readonly room?: number | undefined;
}

const column = (numbers: (number | null)[], name: string) => pl.Series(name, numbers, pl.Float64);

/**
 * Distinct timestamps read one by one. Gives `raw`, `wall` and `instant` (Datetime ms, one of the two or neither),
 * `after` (ms of elapsed time to add) and `pass` (of an hour that occurs twice; 0 where the text says nothing). `zone` is where days begin that periods are counted in.
 */
export const readTextTimes = (raw: readonly string[], form: TextForm, zone: string): DataFrame => {
  const read = createTimeReader(form);
  const timed = raw.map((text) => read(text.trim()));
  const counted = form.periods.length === 0 ? [] : timed.filter((one) => one !== undefined);
  const days = new Map<number, CountedDay>();
  for (const { moment, until, pass } of counted) {
    const before = days.get(moment.wall);
    const isLettered = pass > 0 || before?.isLettered === true;
    days.set(moment.wall, {
      until: Math.max(until, before?.until ?? 0),
      isLettered,
      ...(form.room !== undefined && { room: form.room }),
    });
  }
  const onTheClock = (form.dayLog ?? createDayLog(zone, undefined)).take(days);
  const walls: (number | null)[] = [];
  const instants: (number | null)[] = [];
  const after: number[] = [];
  const passes: number[] = [];
  for (const one of timed) {
    const offset = one?.moment.offset;
    const day = one?.moment.wall ?? null;
    // Periods of the clock are hours of the wall, whatever time has passed since midnight.
    const isClock = one !== undefined && onTheClock.has(one.moment.wall);
    const wall = day === null || !isClock ? day : day + one.after;
    walls.push(offset === undefined ? wall : null);
    instants.push(offset === undefined || wall === null ? null : wall - offset * 60_000);
    after.push(isClock ? 0 : (one?.after ?? 0));
    passes.push(one?.pass ?? 0);
  }
  const ms = (name: string) => pl.col(name).cast(pl.Int64).cast(pl.Datetime('ms')).alias(name);
  return pl
    .DataFrame([
      pl.Series('raw', [...raw], pl.String),
      column(walls, 'wall'),
      column(instants, 'instant'),
      column(after, 'after'),
      column(passes, 'pass'),
    ])
    .select(
      pl.col('raw'),
      ms('wall'),
      ms('instant'),
      pl.col('after').cast(pl.Int64),
      pl.col('pass').cast(pl.UInt8),
    );
};
