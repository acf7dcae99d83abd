import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { violations } from './accessibility.ts';
import { describeInBrowser, openBrowser } from './chromium.ts';
import { startStack } from './running-stack.ts';
import { openPage } from './watched-page.ts';

const READ = 'read-0123456789abcdef';
const WRITE = 'write-0123456789abcdef';
const ADMIN = 'admin-0123456789abcdef';

/** A browser reports every answer 401, and nothing else here. */
const besides401 = (complaints: readonly string[]): string[] =>
  complaints.filter((complaint) => !complaint.includes('status of 401'));

describeInBrowser('access', () => {
  test('with tokens the page asks for one, refuses a wrong one, and offers no upload to who may only read', async () => {
    const browser = await openBrowser();
    onTestFinished(() => browser.close());
    const stack = await startStack({
      environment: { WATTLINE_READ_TOKEN: READ, WATTLINE_WRITE_TOKEN: WRITE },
    });
    onTestFinished(() => stack.stop());

    const { page, complaints } = await openPage(browser, stack.url);
    await page.getByRole('heading', { name: 'Wattline needs a token' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByLabel('Token').fill('wrong-0123456789abcdef');
    await page.getByRole('button', { name: 'Open' }).click();
    await page.getByText('The token was refused').waitFor();
    await page.getByLabel('Token').fill(READ);
    await page.getByRole('button', { name: 'Open' }).click();
    await page.getByText('live', { exact: true }).waitFor();
    await page.getByText('This token may read only').waitFor();
    await page.getByRole('row', { name: /sealed .* sample/ }).waitFor();
    expect(besides401(complaints)).toEqual([]);

    const writer = await openPage(browser, `${stack.url}/#token=${WRITE}`);
    await writer.page.getByText('Choose a file').waitFor();
    expect(writer.page.url()).toBe(`${stack.url}/`);
    await writer.page.goto(`${stack.url}/explore/sample/latest/files`);
    const download = writer.page.waitForEvent('download');
    await writer.page.getByRole('link', { name: 'Manifest' }).click();
    expect((await download).suggestedFilename()).toBe('manifest.json');
    expect(writer.complaints).toEqual([]);
  });

  test('an admin names a token, sees who changed what, and revokes it', async () => {
    const browser = await openBrowser();
    onTestFinished(() => browser.close());
    const stack = await startStack({ sample: false, environment: { WATTLINE_ADMIN_TOKEN: ADMIN } });
    onTestFinished(() => stack.stop());
    const { page, complaints } = await openPage(browser, `${stack.url}/access#token=${ADMIN}`);
    await page.getByText('You are admin token').waitFor();
    await page.getByLabel('For whom').fill('Ada');
    await page.getByLabel('Right').selectOption('write');
    await page.getByRole('button', { name: 'Make token' }).click();
    const token = (await page.getByText(/^wattline_/).textContent()) ?? '';
    expect(await violations(page)).toEqual([]);
    await page.reload();
    await page.getByRole('row', { name: /admin token token\.created Ada/ }).waitFor();

    const answer = await fetch(`${stack.url}/api/v1/about`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(await answer.json()).toMatchObject({ auth: { name: 'Ada', right: 'write' } });
    await page.getByRole('button', { name: 'Revoke Ada…' }).click();
    await page.getByRole('button', { name: 'Revoke', exact: true }).click();
    await page.getByText('No named tokens').waitFor();
    const revoked = await fetch(`${stack.url}/api/v1/about`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(revoked.status).toBe(401);
    expect(complaints).toEqual([]);
  });

  test('a page whose stack went away says so, and is live again when it is back', async () => {
    const browser = await openBrowser();
    onTestFinished(() => browser.close());
    const dataDir = await mkdtemp(join(tmpdir(), 'wattline-browser-'));
    onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
    const first = await startStack({ dataDir, sample: false });
    const { page } = await openPage(browser, first.url);
    await page.getByText('live', { exact: true }).waitFor();
    await first.stop({ keepData: true });
    await page.getByText('what you see may be old').waitFor();
    const second = await startStack({ dataDir, sample: false, port: new URL(first.url).port });
    onTestFinished(() => second.stop());
    await page.getByText('live', { exact: true }).waitFor();
    await page.getByText('what you see may be old').waitFor({ state: 'detached' });
  });
});
