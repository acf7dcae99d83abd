import pl from 'nodejs-polars';
import { expect, test } from 'vitest';
import { ingestContent } from '../testing/ingest-text.ts';

test('each kept reading is of the line that says it, whatever the order of the file', async () => {
  const rows = Array.from({ length: 400 }, (_, i) => {
    // 7 and 400 have no divisor in common: every hour occurs once, none where one would look for it.
    const hour = (i * 7) % 400;
    return `${new Date(Date.UTC(2024, 0, 25, hour)).toISOString().slice(0, 16)},m${hour % 5},${hour}`;
  });
  rows.splice(100, 0, 'no time,m1,3', rows[50] ?? '');
  const content = `t,meter,x\n${rows.join('\n')}\n`;
  const { kept } = await ingestContent(content, {
    spec: {
      time: { column: 't' },
      entity: 'meter',
      values: { x: {} },
      partition: { period: 'month', entityBuckets: 3 },
    },
    keep: true,
  });
  const { readings = [], lines = '' } = kept?.upload ?? {};
  expect(readings.length).toBeGreaterThan(3);
  const found = readings.flatMap(({ path }) => {
    const frame = pl
      .readParquet(path)
      .select(pl.col('event_timestamp').cast(pl.Int64).cast(pl.Float64), 'meter', 'x');
    return frame
      .rows()
      .map(([at, meter, x]) => `${new Date(Number(at)).toISOString().slice(0, 16)},${meter},${x}`);
  });
  const all = content.split('\n');
  const named = pl.readParquet(lines).getColumn('line').toArray();
  expect(named.map((line) => all[Number(line) - 1])).toEqual(found);
});
