import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { expect, onTestFinished, test } from 'vitest';
import type { remake, Vector } from '../release/use-transform.ts';
import { describeInBrowser, openBrowser } from './chromium.ts';

/** What the page then has. */
interface Page {
  readonly remake: typeof remake;
}

const fileOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The online transform and the program that uses it, as a bundler makes them for a page. */
const script = async (): Promise<string> => {
  const input = fileOf('../release/use-transform.ts');
  const bundle = await rolldown({ input, platform: 'browser' });
  const { output } = await bundle.generate({ format: 'esm' });
  await bundle.close();
  return `${output[0].code}\nglobalThis.remake = remake;`;
};

describeInBrowser('the online transform', () => {
  test('makes the vectors of a release again in a browser', async () => {
    const vectors: Vector[] = JSON.parse(
      await readFile(fileOf('../../packages/transform/vectors/rows.json'), 'utf8'),
    );
    const browser = await openBrowser();
    onTestFinished(() => browser.close());
    const page = await browser.newPage();
    await page.addScriptTag({ type: 'module', content: await script() });
    await page.waitForFunction(() => 'remake' in globalThis);
    const { same, different } = await page.evaluate(
      (all) => (globalThis as unknown as Page).remake(all),
      vectors,
    );
    expect(different).toEqual([]);
    expect(same).toBeGreaterThan(5_000);
  });
});
