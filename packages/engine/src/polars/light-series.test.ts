import { inspect } from 'node:util';
import pl, { type Series } from 'nodejs-polars';
import { expect, test } from 'vitest';

const frame = pl.DataFrame({
  number: [3, 1, null, 2.5],
  text: ['b', null, 'a', 'b'],
  at: [new Date(0), new Date(1e12), null, new Date(5)],
  whole: [true, false, null, true],
});

const asked: Record<string, (series: Series) => unknown> = {
  name: (series) => series.name,
  type: (series) => String(series.dtype),
  length: (series) => [series.length, series.len()],
  cells: (series) => series.toArray(),
  iterated: (series) => [...series],
  indexed: (series) => series[1],
  nulls: (series) => [series.nullCount(), series.isNull().toArray()],
  extremes: (series) => [series.min(), series.max()],
  unique: (series) => series.unique(true).toArray(),
  text: (series) => [series.toString(), inspect(series)],
  isSeries: (series) => pl.Series.isSeries(series),
  frame: (series) => pl.DataFrame([series]).rows(),
  cast: (series) => series.cast(pl.String).toArray(),
  equal: (series) => series.seriesEqual(series.clone()),
  inner: (series) => Reflect.apply(Reflect.get(series, 'inner'), series, []) === Reflect.get(series, '_s'),
  set: (series) => {
    const copy = series.clone();
    copy.scatter([0], null);
    return copy.nullCount();
  },
};

const answers = (): unknown =>
  frame.columns.map((column) =>
    Object.entries(asked).map(([what, ask]) => {
      try {
        return [what, ask(frame.getColumn(column))];
      } catch (error) {
        return [what, String(error)];
      }
    }),
  );

test('a light series answers as the full one does', async () => {
  const full = answers();
  const before = frame.getColumn('number');
  (await import('./light-series.ts')).lightenSeries();
  expect(Object.keys(frame.getColumn('number')).length).toBeLessThan(Object.keys(before).length / 10);
  expect(answers()).toEqual(full);
});
