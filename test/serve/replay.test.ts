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
