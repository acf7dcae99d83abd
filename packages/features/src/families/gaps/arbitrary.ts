import fc from 'fast-check';
import { someOf } from '../../testing/arbitraries.ts';
import type { OptionsArbitrary } from '../../testing/options-arbitrary.ts';

const arbitrary: OptionsArbitrary<'gaps'> = ({ columns, duration }) => {
  const filled = columns.filter((name) => !name.endsWith('_count'));
  const some = fc.oneof(fc.constant<'all'>('all'), someOf(filled, 3));
  const steps = fc.integer({ min: 1, max: 9 });
  const forward = fc.record({
    fill: fc.constant<'forward'>('forward'),
    limit: steps.map(duration),
    columns: some,
  });
  // Which columns it leaves out is not known here: directions, and whole numbers.
  const linear = fc.record({
    fill: fc.constant<'linear'>('linear'),
    limit: steps.map(duration),
    columns: fc.constant<'all'>('all'),
  });
  const seasonal = fc
    .record({
      period: fc.integer({ min: 1, max: 4 }),
      seasons: fc.integer({ min: 1, max: 5 }),
      columns: some,
    })
    .map(({ period, seasons, columns: own }) => ({
      fill: 'seasonal' as const,
      period: duration(period),
      limit: duration(period * seasons + (seasons % 2)),
      columns: own,
    }));
  const [first, ...others] = filled;
  const each =
    first === undefined || others.length === 0
      ? forward
      : fc.tuple(forward, seasonal).map(([a, b]) => [
          { ...a, columns: [first] },
          { ...b, columns: others },
        ]);
  return fc.oneof(forward, linear, seasonal, each);
};
export default arbitrary;
