import { createHash } from 'node:crypto';
import { Spec } from '@wattline/spec';
import pl, { type DataFrame } from 'nodejs-polars';
import { expect, test } from 'vitest';
import { integer } from '../polars/integer.ts';
import { aggregateIntervals } from './aggregations.ts';

const spec = Spec.parse({
  time: { column: 'time' },
  entity: 'entity',
  values: { load: { aggregate: ['mean', 'max'] } },
});

/** Eight entities, six readings to an interval: enough for threads to share the work. */
const rows = pl
  .DataFrame({ i: pl.intRange({ start: 0, end: 480_000, dtype: pl.Int64, eager: true }) })
  .lazy()
  .select(
    pl
      .col('i')
      .sub(pl.col('i').modulo(integer(60_000)))
      .cast(pl.String)
      .alias('entity'),
    pl
      .col('i')
      .sub(pl.col('i').modulo(integer(6)))
      .mul(integer(600_000))
      .alias('interval_start'),
    pl.col('i').cast(pl.Float64).mul(pl.lit(0.7)).sin().mul(pl.lit(1000)).alias('load'),
  )
  .withColumn(pl.col('interval_start').cast(pl.Datetime('ms')).dt.replaceTimeZone('UTC'));

const bits = (frame: DataFrame): string => {
  const numbers = ['load_mean', 'load_max'].flatMap((name) =>
    [...frame.getColumn(name).toArray()].map(Number),
  );
  return createHash('sha256').update(new Float64Array(numbers)).digest('hex');
};

test('aggregates have the same bits each time, summed in the order of the readings', async () => {
  const collected = await rows.collect();
  const found = new Set<string>();
  for (let run = 0; run < 4; run++) {
    found.add(bits(await aggregateIntervals(spec)(collected.lazy()).collect()));
    // A plan that goes on, and leaves columns out.
    const used = aggregateIntervals(spec)(collected.lazy()).select(pl.col(['load_max', 'load_mean']));
    found.add(bits(await used.collect()));
  }
  expect(found.size).toBe(1);
});
