import { inspect } from 'node:util';
import pl, { type DataFrame } from 'nodejs-polars';
import { expect, test } from 'vitest';

const make = (): DataFrame =>
  pl.DataFrame({ number: [3, 1, null, 2.5], text: ['b', null, 'a', 'b'], whole: [true, false, null, true] });

const asked: Record<string, (frame: DataFrame) => unknown> = {
  shape: (frame) => [frame.height, frame.width, frame.shape, frame.columns, frame.dtypes.map(String)],
  rows: (frame) => [frame.rows(), frame.row(1), frame.toRecords()],
  column: (frame) => [frame.getColumn('text').toArray(), frame.toSeries(0).toArray()],
  named: (frame) => [
    Reflect.get(frame, 'number').toArray(),
    Object.keys(frame),
    'text' in frame,
    'none' in frame,
  ],
  text: (frame) => [frame.toString(), inspect(frame), Object.prototype.toString.call(frame)],
  isFrame: (frame) => pl.DataFrame.isDataFrame(frame),
  select: (frame) => frame.select('text', 'whole').rows(),
  filter: (frame) => frame.filter(pl.col('whole')).rows(),
  join: (frame) => frame.join(frame, { on: 'number', how: 'inner' }).rows(),
  parts: (frame) => frame.partitionBy(['text'], true).map((part) => part.rows()),
  together: (frame) => pl.concat([frame, frame]).rows(),
  grouped: (frame) => frame.groupBy(['text']).agg(pl.len().alias('n')).sort('text').rows(),
  lazy: (frame) => frame.lazy().select(pl.col('number').sum()).collectSync().rows(),
  csv: (frame) => frame.writeCSV().toString(),
  equal: (frame) => frame.frameEqual(frame.clone()),
  renamed: (frame) => {
    const copy = frame.clone();
    copy.columns = ['a', 'b', 'c'];
    return copy.columns;
  },
  missing: (frame) => frame.getColumn('none'),
};

/** Frames of the full form have methods of their own. */
const light = (frame: DataFrame): boolean => Reflect.get(frame, 'lazy') === Reflect.get(make(), 'lazy');

const answers = (): unknown =>
  Object.entries(asked).map(([what, ask]) => {
    try {
      return [what, ask(make())];
    } catch (error) {
      return [what, String(error)];
    }
  });

test('a light frame answers as the full one does', async () => {
  const before = answers();
  expect(light(make())).toBe(false);
  (await import('./light-frames.ts')).lightenFrames();
  expect(light(make())).toBe(true);
  expect(answers()).toEqual(before);
  expect(
    await make()
      .lazy()
      .collect()
      .then((frame) => frame.rows()),
  ).toEqual(make().rows());
});

test('columns do not hide what a frame can do', async () => {
  (await import('./light-frames.ts')).lightenFrames();
  expect(pl.DataFrame({ height: [1, 2], lazy: [3, 4], columns: [5, 6] }).height).toBe(2);
});
