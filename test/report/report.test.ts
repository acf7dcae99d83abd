import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { violations } from '../browser/accessibility.ts';
import { describeInBrowser, openBrowser } from '../browser/chromium.ts';

const run = promisify(execFile);
const bin = fileURLToPath(new URL('../../apps/command/bin/wattline.js', import.meta.url));
const HOUR_MS = 3_600_000;

/** Two meters with names that would be markup, a gap, empty cells, a category, and a column that never varies. */
const readings = (): string => {
  const lines = ['time,meter,kind,load,temperature,flow'];
  for (const meter of ['<img src=x onerror=alert(1)>', '</script><b>b']) {
    for (let hour = 0; hour < 24 * 60; hour += 1) {
      if (hour > 500 && hour < 560) continue;
      const time = new Date(Date.UTC(2026, 0, 1) + hour * HOUR_MS).toISOString();
      const load = 10 + 5 * Math.sin((hour / 12) * Math.PI) + (hour % 7) / 10;
      lines.push(
        `${time},${meter},${hour % 3 === 0 ? 'pump' : 'fan'},${load},${hour % 50 === 0 ? '' : hour % 31},7`,
      );
    }
  }
  return `${lines.join('\n')}\n`;
};

const oneColumn = (): string =>
  `time,x\n${Array.from({ length: 60 }, (_, hour) => `${new Date(Date.UTC(2026, 0, 1) + hour * HOUR_MS).toISOString()},${hour % 7}\n`).join('')}`;

describeInBrowser('report.html, from a file, without a network', () => {
  let folder: string;
  let browser: Browser;
  const reports: Record<string, string> = {};

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wattline-report-'));
    const spec = join(folder, 'wattline.yaml');
    await writeFile(
      spec,
      'time: { column: time }\nvalues: { x: {} }\nlags: { by: [7h] }\ntarget: [x_mean]\n',
    );
    const files = { meters: readings(), one: oneColumn(), predicted: oneColumn() };
    for (const [name, csv] of Object.entries(files)) {
      const by = name === 'predicted' ? ['--spec', spec] : [];
      const file = join(folder, `${name}.csv`);
      const out = join(folder, name);
      await writeFile(file, csv);
      const data = join(folder, 'data');
      await run(process.execPath, [bin, 'run', file, ...by, '--out', out, '--data-dir', data]);
      reports[name] = pathToFileURL(join(out, 'report.html')).href;
    }
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Opens a report and hears what it says and asks for. */
  const opened = async (
    name: string,
    { script = '', ...options }: BrowserContextOptions & { readonly script?: string } = {},
  ) => {
    const context = await browser.newContext({ offline: true, ...options });
    context.setDefaultTimeout(180_000);
    const page = await context.newPage();
    await page.addInitScript(script);
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(error.message));
    page.on('dialog', (dialog) => {
      said.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      if (!/^(file|data):/.test(request.url())) said.push(`asked for ${request.url()}`);
    });
    await page.goto(reports[name] ?? '');
    await page.getByRole('heading', { level: 1, name }).waitFor();
    return { page, said, close: () => context.close() };
  };

  /** ECharts takes a drag's last step up to 100 ms late: a timer that is set after it, and longer, fires after it. */
  const throttledWorkDone = (page: Page): Promise<unknown> =>
    page.evaluate('new Promise((done) => setTimeout(() => requestAnimationFrame(done), 200))');

  const drawnCharts = async (page: Page): Promise<number> => {
    for (const figure of await page.locator('figure').all()) {
      await figure.scrollIntoViewIfNeeded();
      await figure.locator('svg path').first().waitFor({ state: 'attached' });
    }
    return page.locator('figure').count();
  };

  test.each([
    { colorScheme: 'light', width: 1_280 },
    { colorScheme: 'dark', width: 1_280 },
    { colorScheme: 'light', width: 360 },
  ] as const)('is whole, quiet and accessible: $colorScheme, $width px', async ({ colorScheme, width }) => {
    const { page, said, close } = await opened('meters', { colorScheme, viewport: { width, height: 800 } });
    // Values over time, two columns of four charts each, completeness, a category, correlations, two of gaps.
    expect(await drawnCharts(page)).toBe(14);
    await page.locator('summary').first().click();
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    expect(said).toEqual([]);
    await close();
  });

  test('names of a file stay text', async () => {
    const { page, close } = await opened('meters');
    expect(await page.locator('img, b').count()).toBe(0);
    expect(await page.locator('#gaps ~ .note').textContent()).toContain('</script><b>b');
    await close();
  });

  test('key findings come first, and a column that never varies has a sentence', async () => {
    const { page, close } = await opened('meters');
    expect(await page.getByRole('heading', { level: 2 }).first().textContent()).toBe('Key findings');
    await page.getByText('Always 7.', { exact: true }).waitFor();
    await close();
  });

  test('one column without a gap has no empty sections', async () => {
    const { page, said, close } = await opened('one');
    expect(await page.getByRole('heading', { level: 2 }).allTextContents()).toEqual([
      'Key findings',
      'Columns',
      'Over time',
      'x',
      'Features',
    ]);
    await page.getByText('Every column is complete, and there are no gaps.').waitFor();
    expect(said).toEqual([]);
    await close();
  });

  test('what features say of targets, and which of them say nothing', async () => {
    const predicted = await opened('predicted');
    const table = predicted.page.getByRole('region', { name: 'Mutual information of features and targets' });
    const rows = await table.getByRole('row').allTextContents();
    expect(rows[0]).toBe('Featurex_mean');
    // Seven values that come again every seven hours: ln 7, as far as 35 rows show it.
    expect(rows[1]).toMatch(/^x_mean_lag7h1\.\d\d$/);
    expect(predicted.said).toEqual([]);
    await predicted.close();
    const meters = await opened('meters');
    await meters.page.getByText(/^Redundant in the training span/).click();
    await meters.page.getByText('Year: constant', { exact: true }).waitFor();
    await meters.close();
  });

  test('values over time: of which entity, thinned, described in words', async () => {
    const { page, close } = await opened('meters');
    const section = page.locator('section[aria-labelledby="series"]');
    expect(await section.locator('.note').textContent()).toMatch(
      /^Of <\/script><b>b, the first of 2 entities\. A point is (one row|the mean)/,
    );
    const words = await section.locator('[role="img"]').getAttribute('aria-label');
    expect(words).toContain('</script><b>b, from 1 Jan 2026, 00:00 to 1 Mar 2026');
    expect(words).toContain('flow_mean: between 7 and 7.');
    await close();
  });

  test('a zoom outlasts another theme and paper', async () => {
    const { page, close } = await opened('one');
    const chart = page.locator('section[aria-labelledby="series"] [role="img"]');
    await chart.scrollIntoViewIfNeeded();
    await chart.locator('svg path').first().waitFor({ state: 'attached' });
    const ticks = () => chart.locator('svg text').allTextContents();
    const whole = await ticks();
    const box = await chart.boundingBox();
    if (box === null) throw new Error('the chart has no place');
    // The left handle of the slider, to the middle.
    await page.mouse.move(box.x + 54, box.y + box.height - 18);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height - 18, { steps: 5 });
    await page.mouse.up();
    await page.mouse.move(0, 0);
    await throttledWorkDone(page);
    // The slider names its ends while the mouse is on it: they go with it.
    await expect.poll(async () => (await ticks()).filter((text) => / 2026, /.test(text))).toEqual([]);
    const zoomed = await ticks();
    expect(zoomed).not.toEqual(whole);
    await page.getByRole('button', { name: 'Dark' }).click();
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    expect(await ticks()).toEqual(zoomed);
    await close();
  });

  test('the theme is there with the first words, and paper is white at once: no timer, no frame later', async () => {
    const { page, close } = await opened('one', {
      colorScheme: 'dark',
      script: 'requestAnimationFrame = () => 0; setTimeout = () => 0;',
    });
    const background = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
    expect(await background()).toBe('rgb(18, 24, 31)');
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    expect(await background()).toBe('rgb(255, 255, 255)');
    await close();
  });

  test('the theme changes by the button, and paper is always light', async () => {
    const { page, close } = await opened('one', { colorScheme: 'dark' });
    const background = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
    const dark = await background();
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    const paper = await background();
    await page.evaluate("dispatchEvent(new Event('afterprint'))");
    expect(paper).toBe('rgb(255, 255, 255)');
    expect(await background()).toBe(dark);
    await page.getByRole('button', { name: 'Light' }).click();
    await page.getByRole('button', { name: 'Dark' }).waitFor();
    expect(await background()).toBe(paper);
    await close();
  });
});
