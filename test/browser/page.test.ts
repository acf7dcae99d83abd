import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeSample } from '@wattline/sample';
import { presetText } from '@wattline/spec';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeFolder } from '../support/folder.ts';
import { violations } from './accessibility.ts';
import { describeInBrowser, openBrowser } from './chromium.ts';
import { dropFile } from './drop-file.ts';
import { type RunningStack, startStack } from './running-stack.ts';
import { views } from './views.ts';
import { openPage, type WatchedPage } from './watched-page.ts';

const expectCalm = ({ complaints, foreignRequests }: WatchedPage): void => {
  expect(complaints).toEqual([]);
  expect(foreignRequests).toEqual([]);
};

describeInBrowser('the page', () => {
  let browser: Browser;
  let stack: RunningStack;

  beforeAll(async () => {
    browser = await openBrowser();
    stack = await startStack();
  });
  afterAll(async () => {
    await browser.close();
    await stack.stop();
  });

  const sampleIsSealed = async (watched: WatchedPage): Promise<void> => {
    await watched.page.getByRole('row', { name: /sealed .* sample/ }).waitFor();
  };

  test('a first start shows the four stages and its sample going through, without a reload', async () => {
    const watched = await openPage(browser, stack.url);
    const { page } = watched;
    for (const stage of ['ingest', 'transform', 'aggregate', 'publish'])
      await page.getByRole('heading', { name: stage, exact: true }).waitFor();
    await page.getByText('live', { exact: true }).waitFor();
    await sampleIsSealed(watched);
    expect(await page.title()).toBe('Overview · Wattline');
    expectCalm(watched);
    await watched.close();
  });

  test('a dropped file leads to its run, whose receipt fills while it goes on', async () => {
    const folder = await makeFolder();
    const file = join(folder, 'Plant 7.csv');
    await writeSample({ path: file, seed: 7, days: 60 });
    const watched = await openPage(browser, stack.url);
    const { page } = watched;
    await page.getByText('live', { exact: true }).waitFor();
    await page.evaluate('window.stayed = true');
    await dropFile(page, file);
    const dialog = page.getByRole('dialog', { name: 'Upload Plant 7.csv' });
    expect(await dialog.getByLabel('Dataset').inputValue()).toBe('plant-7');
    await dialog.getByRole('button', { name: 'Start', exact: true }).click();
    await page.waitForURL(/\/runs\/[0-9a-f]+$/);
    await page.locator('h1 .status-sealed').waitFor();
    await page.getByText('rows × ').waitFor();
    await page.getByRole('img', { name: /ingest/ }).waitFor();
    expect(await page.evaluate('window.stayed')).toBe(true);
    await page.getByText('8,640').first().waitFor();
    expectCalm(watched);

    await page.getByLabel('Replay from').selectOption('aggregate');
    await page.getByRole('button', { name: 'Replay' }).click();
    await page.locator('.facts').getByText('replay', { exact: true }).waitFor();
    await page.locator('h1 .status-sealed').waitFor();
    expectCalm(watched);
    await watched.close();
  });

  test('refused rows are listed as the file has them; a cell never becomes markup', async () => {
    const folder = await makeFolder();
    const file = join(folder, 'marked.csv');
    await writeSample({ path: file, seed: 5, days: 20 });
    const spec = await fetch(`${stack.url}/api/v1/datasets/marked/spec`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', 'if-none-match': '*' },
      body: JSON.stringify({ text: `${presetText('power-consumption')}\ndrift: {}\n` }),
    });
    expect(spec.status).toBe(200);
    const markup = '<img src=x onerror=window.broken=1>';
    const lines = (await readFile(file, 'utf8')).split('\n');
    const cells = (lines[9] ?? '').split(',');
    lines[9] = [markup, ...cells.slice(1)].join(',');
    await writeFile(file, lines.join('\n'));
    const watched = await openPage(browser, stack.url);
    const { page } = watched;
    await page.getByText('live', { exact: true }).waitFor();
    await dropFile(page, file);
    await page.getByRole('dialog').getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByRole('row').filter({ hasText: markup }).waitFor();
    await page.locator('h1 .status-sealed').waitFor();
    // Of twenty days, those at the end beside those before.
    for (const label of ['drifted', 'redundant']) await page.getByText(label, { exact: true }).waitFor();
    await page.getByText(/of \d+ columns since 2017-01-.*; worst .*: PSI/).waitFor();
    expect(await page.evaluate('window.broken')).toBeUndefined();
    expectCalm(watched);
    await watched.close();
  });

  test('a file that cannot be used says why, where, and what to do', async () => {
    const folder = await makeFolder();
    const file = join(folder, 'shopping.csv');
    await writeFile(file, 'what,how many\nbread,2\nmilk,1\n');
    const watched = await openPage(browser, stack.url);
    const { page } = watched;
    await page.getByText('live', { exact: true }).waitFor();
    await dropFile(page, file);
    await page.getByRole('dialog').getByRole('button', { name: 'Start all the same' }).click();
    const error = page.getByRole('region', { name: 'Error' });
    await error.getByText('TIME_COLUMN_NOT_FOUND').waitFor();
    expect(await error.textContent()).toContain('write a spec');
    expect(await violations(page)).toEqual([]);
    expectCalm(watched);

    await page.goto(`${stack.url}/runs?status=rejected`);
    await page.getByRole('row', { name: /rejected .* shopping/ }).waitFor();
    expect(await page.getByRole('row', { name: /sealed/ }).count()).toBe(0);
    await watched.close();
  });

  test('a spec is checked while it is typed, and a save that came second is not lost', async () => {
    const watched = await openPage(browser, `${stack.url}/datasets/sample/spec`);
    const other = await openPage(browser, `${stack.url}/datasets/sample/spec`);
    const { page } = watched;
    const text = page.getByLabel('wattline.yaml');
    await page.getByText('The spec is valid.').waitFor();
    const good = await text.inputValue();
    // Read before the first saves: the second does not know of that.
    await expect.poll(() => other.page.getByLabel('wattline.yaml').inputValue()).toBe(good);
    await text.fill(`${good}\nnonsense: true\n`);
    await page.getByText('1 problem:').waitFor();
    expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    await text.fill(`# mine\n${good}`);
    await page.getByText('The spec is valid.').waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved', { exact: true }).waitFor();
    expectCalm(watched);

    await other.page.getByLabel('wattline.yaml').fill(`# theirs\n${good}`);
    await other.page.getByRole('button', { name: 'Save' }).click();
    await other.page.getByText('Somebody saved this spec').waitFor();
    await other.page.getByRole('button', { name: 'Take theirs' }).click();
    await expect.poll(() => other.page.getByLabel('wattline.yaml').inputValue()).toBe(`# mine\n${good}`);
    await other.close();
    await watched.close();
  });

  test('a preview shows the first feature rows of a file that is not stored', async () => {
    const file = join(await makeFolder(), 'look.csv');
    await writeSample({ path: file, seed: 3, days: 10 });
    const watched = await openPage(browser, `${stack.url}/datasets/sample/spec`);
    const { page } = watched;
    await page.getByRole('region', { name: 'Try it on a file' }).locator('input').setInputFiles(file);
    await page.getByRole('group', { name: 'First feature rows' }).waitFor();
    await page.getByText('1,440 rows read').waitFor();
    expectCalm(watched);
    await watched.close();
  });

  test('a closer look at a series asks for finer values, down to every hour', async () => {
    const watched = await openPage(browser, `${stack.url}/explore/sample/latest`);
    const { page } = watched;
    await page.getByText('one point every 1d').waitFor();
    const finer = page.waitForRequest(
      (request) => request.url().includes('/series?') && request.url().includes('from='),
    );
    await page.getByRole('toolbar', { name: 'Zoom' }).getByRole('button', { name: 'Week' }).click();
    await finer;
    await page.getByText('one point every 1h').waitFor();
    await page.getByLabel('Humidity_mean', { exact: true }).check();
    await page.waitForURL(/column=Humidity_mean/);
    await page.getByRole('img', { name: /Humidity_mean: between/ }).waitFor();
    expectCalm(watched);
    await watched.close();
  });

  test('light and dark follow the system until somebody chooses, and the choice is remembered', async () => {
    const watched = await openPage(browser, stack.url, { colorScheme: 'dark' });
    const { page } = watched;
    const background = (): Promise<unknown> =>
      page.evaluate('getComputedStyle(document.body).backgroundColor');
    await page.getByText('live', { exact: true }).waitFor();
    const dark = await background();
    await page.getByRole('button', { name: /Theme/ }).click();
    await page.getByRole('button', { name: 'Theme: light' }).waitFor();
    await expect.poll(background).not.toBe(dark);
    const light = await background();
    await page.reload();
    await page.getByRole('button', { name: 'Theme: light' }).waitFor();
    await expect.poll(background).toBe(light);
    expectCalm(watched);
    await watched.close();
  });

  test('the keyboard goes past the navigation, and the focus follows to a new view', async () => {
    const watched = await openPage(browser, stack.url);
    const { page } = watched;
    await page.getByText('live', { exact: true }).waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to content');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('main');
    await page.getByRole('link', { name: 'Queues', exact: true }).press('Enter');
    await page.getByRole('heading', { name: 'Queues', level: 1 }).waitFor();
    await expect.poll(() => page.evaluate('document.activeElement.textContent')).toBe('Queues');
    await watched.close();
  });

  describe.each([
    { theme: 'light', width: 1280 },
    { theme: 'dark', width: 360 },
  ] as const)('at $width px, $theme', ({ theme, width }) => {
    let watched: WatchedPage;

    beforeAll(async () => {
      watched = await openPage(browser, stack.url, {
        colorScheme: theme,
        viewport: { width, height: 800 },
        reducedMotion: 'reduce',
      });
      await sampleIsSealed(watched);
    });
    afterAll(() => watched.close());

    test.each(views)(
      '$path: nothing for axe, no console error, no sideways scrolling',
      async ({ path, shows }) => {
        const { page } = watched;
        await page.goto(stack.url + path);
        await page.getByText(shows).first().waitFor();
        expect(await violations(page)).toEqual([]);
        const sideways = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
        expect(await page.evaluate(sideways)).toBeLessThanOrEqual(0);
        expectCalm(watched);
      },
    );
  });
});
