import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../support/until.ts';
import { violations } from './accessibility.ts';
import { describeInBrowser, openBrowser } from './chromium.ts';
import { type RunningStack, startStack } from './running-stack.ts';
import { openPage } from './watched-page.ts';

const day = (date: number): string =>
  `time,meter,load\n${Array.from({ length: 24 }, (_, hour) => ['A', 'B'].map((meter) => `2024-01-0${date}T${String(hour).padStart(2, '0')}:00:00Z,${meter},${hour % 5}\n`).join('')).join('')}`;

describeInBrowser('the history of a dataset', () => {
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

  test('shows what each step led to; readings are deleted there, and an older version is restored', async () => {
    const watched = await openPage(browser, stack.url);
    const { page } = watched;
    for (const date of [1, 2]) {
      const sent = await fetch(new URL(`/api/v1/uploads?dataset=house&name=${date}.csv`, stack.url), {
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream' },
        body: day(date),
      });
      const { href } = (await sent.json()) as { href: string };
      // Of two at once, either may join first.
      await until(`${date}.csv is sealed`, async () => {
        const answer = await fetch(new URL(href, stack.url));
        return answer.ok && ((await answer.json()) as { status: string }).status === 'sealed';
      });
    }
    await page.goto(new URL('/datasets/house/history', stack.url).href);
    const row = (name: RegExp) => page.getByRole('row', { name });
    await row(/2\.csv uploaded: 48 readings.*latest/).waitFor();
    await row(/1\.csv uploaded: 48 readings/).waitFor();

    await page.getByRole('button', { name: 'Delete readings…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete readings of house' });
    await dialog.getByLabel('Entity').fill('b');
    await dialog.getByRole('button', { name: 'Count' }).click();
    await dialog.getByText('as it is written there').waitFor();
    await dialog.getByLabel('Entity').fill('B');
    await dialog.getByRole('button', { name: 'Count' }).click();
    await dialog.getByText('48 readings would be deleted').waitFor();
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.waitForURL(/\/runs\/[0-9a-f]+$/);
    await page.getByText('48 readings', { exact: true }).waitFor();
    await page.goto(new URL('/datasets/house/history', stack.url).href);
    await row(/48 readings of B deleted.*latest/).waitFor();

    // The dataset had nothing a day after these readings: both of its files came long after that.
    await page.goto(new URL('/explore/house/latest/files', stack.url).href);
    const known = page.getByRole('region', { name: 'Training sets as known at the time' });
    await known.getByRole('button', { name: 'Download' }).click();
    await known.getByText('NOTHING_KNOWN').waitFor();
    await known.getByLabel('Known after').fill('9999d');
    const saved = page.waitForEvent('download');
    await known.getByRole('button', { name: 'Download' }).click();
    expect((await saved).suggestedFilename()).toMatch(/^house-\w+-known-9999d\.zip$/);
    expect(await violations(page)).toEqual([]);
    await page.goto(new URL('/datasets/house/history', stack.url).href);

    // Whose rows it took out, and when.
    const what = page.getByRole('button', { name: 'What changed in entry 3' });
    expect(await what.getAttribute('aria-expanded')).toBe('false');
    await what.click();
    await page.getByText('0 rows added, 48 removed, 0 changed.').waitFor();
    const touched = page.getByRole('group', { name: 'Rows that changed, by entity and day (UTC)' });
    const ofB = touched.getByRole('row', { name: /^B/ });
    await ofB.waitFor();
    expect(await touched.getByRole('columnheader').allTextContents()).toEqual([
      'Entity',
      '2024-01-01',
      '2024-01-02',
    ]);
    expect(await ofB.getByRole('cell').allTextContents()).toEqual(['24', '24']);
    expect(await touched.getByRole('row', { name: /^A/ }).count()).toBe(0);
    expect(await violations(page)).toEqual([]);
    await page.getByRole('link', { name: 'Rows and cells' }).click();
    await page.waitForURL(/\/datasets\/house\/differences\?/);
    await ofB.waitFor();
    await page.goto(new URL('/datasets/house/history', stack.url).href);
    // The first version has nothing that it differs from.
    expect(await page.getByRole('button', { name: 'What changed in entry 1' }).count()).toBe(0);

    await row(/48 readings of B deleted/)
      .getByRole('button', { name: /Take back/ })
      .click();
    await page.getByRole('dialog').getByRole('button', { name: 'Take back', exact: true }).click();
    await page.waitForURL(/\/runs\/[0-9a-f]+$/);
    await page.goto(new URL('/datasets/house/history', stack.url).href);
    await row(/the deletion of run \w+ taken back.*latest/).waitFor();

    const first = row(/1\.csv uploaded/);
    await first.getByRole('button', { name: /Restore/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Restore', exact: true }).click();
    await row(/restored to what it was after entry 1.*latest/).waitFor();
    // Pinned, a version stays; of the others one does, by the spec.
    const put = await fetch(new URL('/api/v1/datasets/house/spec', stack.url), {
      method: 'PUT',
      headers: { 'content-type': 'application/json', 'if-none-match': '*' },
      body: JSON.stringify({
        text: 'time: { column: time }\nentity: meter\nvalues: { load: {} }\nkeep: { versions: 1 }\n',
      }),
    });
    expect(put.status).toBe(200);
    // What the spec makes of it is said before it does.
    await page.goto(new URL('/datasets/house/spec', stack.url).href);
    const wouldMake = page.getByRole('region', { name: 'What it would make' });
    const yaml = page.getByLabel('wattline.yaml');
    await yaml.fill(`${await yaml.inputValue()}lags: { by: [2h] }\n`);
    await page.getByText('The spec is valid.').waitFor();
    await wouldMake.getByRole('button', { name: 'Plan it' }).click();
    await wouldMake.getByText(/^It makes \d+ partitions? and takes over \d+, as version/).waitFor();
    await wouldMake.getByText(/^It reads .*\.csv as uploaded/).waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await wouldMake.getByRole('button', { name: 'Make it now' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Undo my changes' }).click();
    await page.goto(new URL('/datasets/house', stack.url).href);
    const stays = page.getByRole('region', { name: 'What stays' });
    await stays.getByLabel('Kept for').fill('paper');
    await stays.getByRole('button', { name: 'Pin', exact: true }).click();
    await stays.getByRole('button', { name: /Unpin/ }).waitFor();
    expect(await violations(page)).toEqual([]);
    await stays.getByRole('button', { name: 'Sweep…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await stays.getByText('There is nothing to remove.').waitFor();
    expect(await page.getByRole('row').count()).toBeLessThanOrEqual(3);

    await page.goto(new URL('/datasets/house/history', stack.url).href);
    await page.getByRole('button', { name: 'Erase an entity…' }).click();
    const erasure = page.getByRole('dialog', { name: 'Erase an entity of house' });
    await erasure.getByLabel('Entity').fill('B');
    await erasure.getByRole('button', { name: 'What would go' }).click();
    await erasure.getByText('though it is pinned as paper').waitFor();
    await erasure.getByText('1.csv is written again without it').waitFor();
    expect(await violations(page)).toEqual([]);
    const forGood = erasure.getByRole('button', { name: 'Erase for good' });
    expect(await forGood.isDisabled()).toBe(true);
    await erasure.getByLabel(/type its name/).fill('B');
    await forGood.click();
    await page.waitForURL(/\/runs\/[0-9a-f]+$/);
    await until('B is erased', async () => {
      await page.goto(new URL('/datasets/house/history', stack.url).href);
      return row(/readings erased.*latest/)
        .waitFor({ timeout: 1_000 })
        .then(
          () => true,
          () => false,
        );
    });
    expect(watched.complaints.filter((text) => !text.includes('422'))).toEqual([]);
    await watched.close();
  });
});
