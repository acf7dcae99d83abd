import { describe, expect, test } from 'vitest';
import { pairwiseCoverage, plainShape, randomShape, type Shape } from './axes.ts';
import { createRandom } from './random.ts';
import { regressions } from './regressions.ts';
import { judge } from './run-fuzz.ts';
import { shrinkShape } from './shrink.ts';

/** More in `npm run test:fuzz`. */
const FILES = Number(process.env.WATTLINE_FUZZ_FILES ?? 80);
/** Of so many files one is of another kind than a gauge in a short run: features of it are made and compared. */
const KIND_IN = FILES > 80 ? 1 : 3;
const SEED = Number(process.env.WATTLINE_FUZZ_SEED ?? 1);

const differences = (shape: Shape): string =>
  Object.entries(shape)
    .filter(([name, value]) => value !== plainShape[name as keyof Shape])
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ');

describe('files of all shapes, read without a spec', () => {
  test('the plainest is read right', async () => {
    expect(await judge(plainShape, 1)).toEqual({ kind: 'right' });
  });

  test.for(regressions)('never wrong again: %o', async ({ seed, ...odd }) => {
    expect((await judge({ ...plainShape, ...odd }, seed)).kind).not.toBe('wrong');
  });

  test(`none of ${FILES} is read wrong, and most are read`, { timeout: 0 }, async () => {
    const shapes: Shape[] = [];
    const counts = { right: 0, warned: 0, refused: 0, wrong: 0 };
    const wrong: string[] = [];
    const refused = new Map<string, number>();
    for (let index = 0; index < FILES; index += 1) {
      const seed = SEED * 1_000_003 + index;
      const random = randomShape(createRandom(seed));
      const shape: Shape = index % KIND_IN === 0 ? random : { ...random, kind: 'gauge' };
      shapes.push(shape);
      const verdict = await judge(shape, seed);
      counts[verdict.kind] += 1;
      if (verdict.kind === 'refused') refused.set(verdict.code, (refused.get(verdict.code) ?? 0) + 1);
      if (verdict.kind === 'wrong') {
        const smallest = await shrinkShape(
          shape,
          async (plainer) => (await judge(plainer, seed)).kind === 'wrong',
        );
        const why = await judge(smallest, seed);
        const found = `seed ${seed}, ${differences(smallest)}: ${'difference' in why ? why.difference : ''}`;
        process.stdout.write(`wrong: ${found}\n`);
        wrong.push(found);
      }
      if (shapes.length % 500 === 0)
        process.stdout.write(`${shapes.length} files: ${JSON.stringify(counts)}\n`);
    }
    const share = (count: number): string => `${((100 * count) / FILES).toFixed(1)} %`;
    process.stdout.write(
      `${FILES} files: ${share(counts.right)} read right, ${share(counts.warned)} read but for a column that a warning names, ${share(counts.refused)} refused (${[...refused].map(([code, count]) => `${count} × ${code}`).join(', ')}), ${counts.wrong} wrong; ${(100 * pairwiseCoverage(shapes)).toFixed(1)} % of all pairs of shapes\n`,
    );
    expect(wrong).toEqual([]);
    expect(counts.right / FILES).toBeGreaterThan(0.9);
  });
});
