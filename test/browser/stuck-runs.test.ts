import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeSample } from '@wattline/sample';
import { expect, onTestFinished, test } from 'vitest';
import { makeFolder } from '../support/folder.ts';
import { describeInBrowser, openBrowser } from './chromium.ts';
import { dropFile } from './drop-file.ts';
import { startStack } from './running-stack.ts';
import { openPage } from './watched-page.ts';

/** A file is where the stages' work folders would be: no stage can write for the next until `obstacle` is gone. */
const obstruct = async (dataDir: string): Promise<string> => {
  const obstacle = join(dataDir, 'features', 'work');
  await rm(obstacle, { recursive: true, force: true });
  await writeFile(obstacle, '');
  return obstacle;
};

const tenDays = async (): Promise<string> => {
  const file = join(await makeFolder(), 'stuck.csv');
  await writeSample({ path: file, seed: 2, days: 10 });
  return file;
};

describeInBrowser('what is stuck', () => {
  test('a run that is tried again and again can be cancelled', async () => {
    const browser = await openBrowser();
    onTestFinished(() => browser.close());
    const stack = await startStack({ sample: false, environment: { WATTLINE_RETRY_MS: '3600000' } });
    onTestFinished(() => stack.stop());
    const { page, complaints } = await openPage(browser, stack.url);
    await page.getByText('live', { exact: true }).waitFor();
    await obstruct(stack.dataDir);
    await dropFile(page, await tenDays());
    await page.getByRole('dialog').getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByRole('button', { name: 'Cancel run' }).click();
    await page.locator('h1 .status-cancelled').waitFor();
    await page.getByRole('link', { name: 'Runs', exact: true }).first().click();
    await page.getByRole('row', { name: /cancelled .* stuck/ }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('a dead letter says why; redriven once its cause is gone, its run is sealed; the rest can be purged', async () => {
    const browser = await openBrowser();
    onTestFinished(() => browser.close());
    const environment = { WATTLINE_MAX_FAILURES: '1' };
    const stack = await startStack({ sample: false, environment });
    onTestFinished(() => stack.stop());
    const { page, complaints, foreignRequests } = await openPage(browser, stack.url);
    await page.getByText('No run yet').waitFor();
    await page.getByText('live', { exact: true }).waitFor();

    const obstacle = await obstruct(stack.dataDir);
    await dropFile(page, await tenDays());
    await page.getByRole('dialog').getByRole('button', { name: 'Start', exact: true }).click();
    await page.waitForURL(/\/runs\/[0-9a-f]+$/);
    await page.locator('h1 .status-failed').waitFor();
    const run = page.url();

    await page.getByRole('link', { name: 'Overview', exact: true }).click();
    await page.getByRole('link', { name: '1 dead letter' }).click();
    await page.getByRole('heading', { name: 'Queue ingest' }).waitFor();
    const letter = page.getByRole('listitem').filter({ hasText: 'tried 1 time' });
    await letter.getByRole('link', { name: /^run/ }).waitFor();

    await rm(obstacle);
    await letter.getByRole('button', { name: 'Redrive' }).click();
    await page.getByText('No dead letters').waitFor();
    await page.goto(run);
    await page.locator('h1 .status-sealed').waitFor();

    await obstruct(stack.dataDir);
    await page.getByRole('button', { name: 'Replay' }).click();
    await page.locator('h1 .status-failed').waitFor();
    await page.goto(`${stack.url}/queues/ingest`);
    await page.getByRole('button', { name: 'Purge dead letters' }).click();
    const purge = page.getByRole('dialog').getByRole('button', { name: 'Purge' });
    await page.getByLabel(/Type the queue/).fill('transform');
    expect(await purge.isDisabled()).toBe(true);
    await page.getByLabel(/Type the queue/).fill('ingest');
    await purge.click();
    await page.getByText('No dead letters').waitFor();
    expect(complaints).toEqual([]);
    expect(foreignRequests).toEqual([]);
  });
});
