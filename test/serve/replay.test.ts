import { expect, test } from 'vitest';
import { generate } from './generated.ts';
import { createRandom } from './random.ts';
import { replay } from './replay.ts';
import { seal } from './seal.ts';

/** How many (row, column) pairs to compare: some ten thousand take seconds, a million minutes. */
const wanted = Number(process.env.WATTLINE_SERVE_PAIRS ?? 60_000);
/** Of so many datasets at least, however many columns they have. */
const fewest = 5;
const firstSeed = Number(process.env.WATTLINE_SERVE_SEED ?? 1);
const DAY = 86_400_000;

test('served rows are those of the sealed set, bit for bit', { timeout: 600_000 + wanted }, async () => {
  let [pairs, open, tolerated, datasets] = [0, 0, 0, 0];
  for (let seed = firstSeed; pairs < wanted || datasets < fewest; seed += 1) {
    const generated = await generate(seed, 160);
    const sealed = await seal(generated);
    const random = createRandom(seed);
    const times = generated.rows.map(({ at }) => at);
    const [first, last] = [Math.min(...times), Math.max(...times)];
    const instants = [first + (last - first) * random.share(), last + 3 * DAY];
    const found = replay(generated, sealed, instants);
    expect({ seed, differences: found.differences.slice(0, 5) }).toEqual({ seed, differences: [] });
    expect({ seed, hasNone: found.pairs + found.open === 0 }).toEqual({ seed, hasNone: false });
    pairs += found.pairs;
    open += found.open;
    tolerated += found.tolerated;
    datasets += 1;
  }
  process.stdout.write(
    `${pairs} served values of ${datasets} datasets are those that were sealed, ${tolerated} of directions within their tolerance; ${open} could not be known yet\n`,
  );
});

test('series that come by steps of their own are served where nothing goes by these', async () => {
  const from = Date.UTC(2024, 0, 1);
  const random = createRandom(7);
  const rows = [
    ['a', 10],
    ['b', 30],
  ].flatMap(([entity, minutes]) =>
    Array.from({ length: (10 * 24 * 60) / Number(minutes) }, (_, i) => {
      const at = from + i * Number(minutes) * 60_000;
      const time = new Date(at).toISOString().slice(0, 16);
      return { at, cells: { time, meter: String(entity), load: String(random.share() * 50) } };
    }),
  );
  const generated = {
    rows,
    entities: ['a', 'b'],
    entity: 'meter',
    spec: {
      time: { column: 'time', cadences: 'own' as const },
      entity: 'meter',
      values: { load: { aggregate: ['mean' as const, 'count' as const] } },
      interval: '1h',
      coverage: false,
      lags: { by: ['1h'] },
    },
  };
  const sealed = await seal(generated);
  const found = replay(generated, sealed, [from + 5 * DAY, from + 11 * DAY]);
  expect(found.differences).toEqual([]);
  expect(found.pairs).toBeGreaterThan(1000);
  // With coverage, how many readings there should be goes by them.
  const withCoverage = await seal({ ...generated, spec: { ...generated.spec, coverage: true } });
  expect(() => replay(generated, withCoverage, [from])).toThrow(
    expect.objectContaining({ code: 'OWN_STEPS_NOT_SERVED' }),
  );
});
