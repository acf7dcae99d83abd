import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DataFrame } from 'nodejs-polars';
import type { ReadingStep } from '../features/reading-step.ts';
import type { ReadingPeriod } from '../periods/reading-periods.ts';
import { letGo } from '../polars/let-go.ts';
import { type Words, wordsIn } from './categories.ts';
import { createGaps, type PartGaps } from './gaps.ts';
import type { ProfiledBy } from './profiled-by.ts';
import { type ReadingRows, readingRows } from './reading-rows.ts';
import { type Sample, sampleOrder, takeRows, takeValues } from './sample.ts';
import { addValues, noSums, type ValueSums } from './value-sums.ts';

/** What a part of the readings comes to: parts give the same profile, however readings are cut into them. */
export interface ProfilePart {
  readonly rows: number;
  /** Of each value column. */
  readonly sums: readonly ValueSums[];
  readonly gaps: PartGaps;
  /** Of each category column. */
  readonly words: readonly Words[];
  /** By period. */
  readonly samples: readonly (readonly [period: string, sample: Sample])[];
}

/** The rows of each period, in their order; undefined where all are of one. */
const rowsByPeriod = (
  { times, entities }: ReadingRows,
  periods: readonly Pick<ReadingPeriod, 'period' | 'until'>[],
): (readonly [period: string, rows: number[] | undefined])[] => {
  const [only, ...others] = periods;
  if (only !== undefined && others.length === 0) return [[only.period, undefined]];
  const found = periods.map(({ period }) => [period, [] as number[]] as const);
  for (const { from, until } of entities) {
    let place = 0;
    for (let row = from; row < until; row += 1) {
      while ((times[row] ?? 0) >= (periods[place]?.until ?? Number.POSITIVE_INFINITY)) place += 1;
      found[place]?.[1].push(row);
    }
  }
  return found;
};

/**
 * @param part.frame readings of one bucket, sorted by (entity, `event_timestamp`)
 * @param part.periods hold all of them
 */
export const profilePart = async (
  part: {
    readonly frame: DataFrame;
    readonly bucket: number;
    readonly step: ReadingStep;
    readonly periods: readonly Pick<ReadingPeriod, 'period' | 'until'>[];
    readonly every: number;
  },
  { entity, columns, categories, offsets }: ProfiledBy,
): Promise<ProfilePart> => {
  const { frame, bucket, step, periods, every } = part;
  const rows = await readingRows(frame, { entity, columns, offsets, step });
  const gaps = createGaps();
  gaps.addRows(rows);
  // Without a value there is nothing to take.
  const all = columns.length === 0 ? 0 : frame.height;
  const taken = rowsByPeriod(rows, periods).flatMap(([period, own]) =>
    own?.length === 0 ? [] : [{ period, ...takeRows(all, own, sampleOrder(bucket, period), every) }],
  );
  const sums: ValueSums[] = [];
  const samples = taken.map((): Float64Array[] => []);
  for (const column of columns.keys()) {
    const values = rows.values(column);
    const own = noSums();
    addValues(own, values, rows);
    sums.push(own);
    for (const [i, some] of taken.entries()) samples[i]?.push(takeValues(values, some));
    if (taken.every(({ rows: own }) => own !== undefined)) letGo(values);
    // What else this process does waits for no more than a column.
    await nextTurn();
  }
  letGo(rows.times);
  letGo(rows.hours);
  return {
    rows: frame.height,
    sums,
    gaps: gaps.found(),
    words: await Promise.all(categories.map((name) => wordsIn(frame, name))),
    samples: taken.map(({ period, orders }, i) => [period, { every, orders, values: samples[i] ?? [] }]),
  };
};
