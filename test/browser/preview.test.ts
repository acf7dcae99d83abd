import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeFolder } from '../support/folder.ts';
import { violations } from './accessibility.ts';
import { describeInBrowser, openBrowser } from './chromium.ts';
import { type RunningStack, startStack } from './running-stack.ts';
import { openPage, type WatchedPage } from './watched-page.ts';

interface Receipt {
  readonly status: string;
  readonly ingested: {
    readonly plan: {
      readonly from: string;
      readonly spec: { readonly drop: string[]; readonly values: Record<string, unknown> };
    };
  };
}

/** One day, the third of April or the fourth of March. */
const eitherWay = (): string => {
  const rows = Array.from(
    { length: 24 },
    (_, hour) => `03/04/2026 ${String(hour).padStart(2, '0')}:00,${hour + 0.5},${40 + hour}`,
  );
  return ['time,load,humidity', ...rows, ''].join('\n');
};

describeInBrowser('an upload is looked at before it starts', () => {
  let browser: Browser;
  let stack: RunningStack;

  beforeAll(async () => {
    browser = await openBrowser();
    stack = await startStack({ sample: false });
  });
  afterAll(async () => {
    await browser.close();
    await stack.stop();
  });

  const open = async (
    name: string,
    text: string,
    options = {},
  ): Promise<WatchedPage & { dialog: Locator }> => {
    const file = join(await makeFolder(), name);
    await writeFile(file, text);
    const watched = await openPage(browser, stack.url, options);
    await watched.page.getByText('live', { exact: true }).waitFor();
    await watched.page.locator('.drop-zone').getByLabel('Choose a file').setInputFiles(file);
    return { ...watched, dialog: watched.page.getByRole('dialog') };
  };

  const sealed = async (page: Page): Promise<Receipt> => {
    await page.waitForURL(/\/runs\/[0-9a-f]+$/);
    await page.locator('h1 .status-sealed').waitFor();
    const run = page.url().split('/').at(-1);
    const response = await fetch(`${stack.url}/api/v1/runs/${run}`);
    const { ingested } = (await response.json()) as { ingested: { spec: string } };
    expect(ingested.spec).not.toBe('');
    const ledger = await readFile(
      join(stack.dataDir, 'results', 'runs', run ?? '', 'replay-0000', 'ingest', '0000', 'done.json'),
      'utf8',
    );
    const { result } = JSON.parse(ledger) as { result: { plan: Receipt['ingested']['plan'] } };
    return { status: 'sealed', ingested: { plan: result.plan } };
  };

  test('a question is answered by a click, a column is left out, and the run seals what was shown', async () => {
    const { page, dialog, complaints, close } = await open('either.csv', eitherWay());
    const start = dialog.getByRole('button', { name: 'Start', exact: true });
    const answer = dialog.getByRole('list', { name: /day first or month first/ });
    await answer.getByRole('listitem').filter({ hasText: '2026-03-04 00:00' }).first().waitFor();
    expect(await start.isDisabled()).toBe(true);
    expect(await violations(page)).toEqual([]);
    await answer.getByRole('button', { name: '%m/%d/%Y %H:%M' }).click();
    await dialog.getByRole('cell', { name: '2026-03-04T00:00:00.000Z' }).first().waitFor();
    await dialog.getByLabel('Role of humidity').selectOption('ignored');
    await dialog.getByRole('columnheader', { name: 'humidity', exact: true }).waitFor({ state: 'detached' });
    await dialog.getByText('this becomes the spec of either').waitFor();
    await start.click();
    const { ingested } = await sealed(page);
    expect(ingested.plan.from).toBe('2026-03-04T00:00:00.000Z');
    expect(ingested.plan.spec.drop).toContain('humidity');
    const spec = await readFile(
      join(stack.dataDir, 'staging/staging-directory/either/wattline.yaml'),
      'utf8',
    );
    expect(spec).toContain('%m/%d/%Y %H:%M');
    expect(complaints).toEqual([]);
    await close();

    // The next file of the dataset takes one click.
    const next = await open('either.csv', eitherWay().replaceAll('/2026', '/2025'));
    await next.dialog.getByText('Read by the spec of either.').waitFor();
    await next.dialog.getByRole('button', { name: 'Start', exact: true }).click();
    expect((await sealed(next.page)).ingested.plan.from).toBe('2025-03-04T00:00:00.000Z');
    await next.close();
  });

  test('a counter is read as one, and as a state where somebody says so', async () => {
    const rows = Array.from({ length: 48 }, (_, hour) => {
      const at = new Date(Date.UTC(2026, 0, 1, hour)).toISOString();
      return `${at},${(1000 + hour * 0.7).toFixed(1)},${(340 + hour * 11) % 360}`;
    });
    const { page, dialog, complaints, close } = await open(
      'counter.csv',
      ['time,energy_kwh,wind_dir', ...rows, ''].join('\n'),
    );
    const kind = dialog.getByLabel('Kind of energy_kwh');
    await dialog.getByRole('columnheader', { name: 'energy_kwh_sum', exact: true }).waitFor();
    expect(await kind.inputValue()).toBe('register');
    expect(await dialog.getByLabel('Zone of each row').isVisible()).toBe(false);
    expect(await dialog.getByLabel('Kind of wind_dir').inputValue()).toBe('circular');
    await dialog.getByText('an interval has what it counted, not its mean').waitFor();
    expect(await violations(page)).toEqual([]);
    await kind.selectOption('gauge');
    await dialog
      .getByRole('columnheader', { name: 'energy_kwh_sum', exact: true })
      .waitFor({ state: 'detached' });
    await dialog.getByText('this becomes the spec of counter').waitFor();
    await dialog.getByRole('button', { name: 'Start', exact: true }).click();
    const { ingested } = await sealed(page);
    expect(ingested.plan.spec.values).toMatchObject({
      energy_kwh: { aggregate: ['mean'] },
      wind_dir: { kind: 'circular', aggregate: ['mean'] },
    });
    expect(complaints).toEqual([]);
    await close();
  });

  test('what few files need is behind More: series side by side, zones and cadence', async () => {
    const rows = Array.from(
      { length: 48 },
      (_, hour) =>
        `2026-01-${hour < 24 ? '01' : '02'} ${String(hour % 24).padStart(2, '0')}:00,Europe/Berlin,${hour}.5,${hour + 100}.5`,
    );
    const { page, dialog, complaints, close } = await open(
      'beside.csv',
      ['time,place,north,south', ...rows, ''].join('\n'),
    );
    // Open by itself, as the file shows one of them.
    const zone = dialog.getByLabel('Zone of each row');
    await zone.waitFor();
    expect(await zone.inputValue()).toBe('place');
    await zone.selectOption('');
    await dialog.getByRole('cell', { name: '2026-01-01T00:00:00.000Z' }).first().waitFor();
    await zone.selectOption('place');
    await dialog.getByRole('cell', { name: '2025-12-31T23:00:00.000Z' }).first().waitFor();
    await dialog.getByLabel('Series side by side, from').selectOption('north');
    await dialog.getByLabel('to column').selectOption('south');
    await dialog.getByRole('columnheader', { name: 'value_mean', exact: true }).waitFor();
    expect(await violations(page)).toEqual([]);
    await dialog.getByLabel('A reading comes every').fill('30m');
    await dialog.getByLabel('A reading comes every').press('Enter');
    await dialog.getByText('the spec says that readings come every 30m; most come every 1h').waitFor();
    await dialog.getByRole('button', { name: 'Start', exact: true }).click();
    const { ingested } = await sealed(page);
    expect(ingested.plan).toMatchObject({
      from: '2025-12-31T23:00:00.000Z',
      spec: {
        entity: 'series',
        layout: { series: { columns: ['north', 'south'] } },
        time: { zones: { column: 'place' }, cadence: '30m' },
      },
    });
    expect(complaints).toEqual([]);
    await close();
  });

  test('a file that cannot be read offers remedies that help', async () => {
    const rows = Array.from({ length: 48 }, (_, hour) => {
      const at = new Date(Date.UTC(2026, 0, 1, hour)).toISOString();
      return ['a', 'b'].map((place) => `${at},${place},${hour}.${place === 'a' ? 1 : 2}`).join('\n');
    });
    const text = ['time,place,load', ...rows, ''].join('\n');
    const { page, dialog, complaints, close } = await open('places.csv', text);
    await dialog.getByText('Read by what the file shows').waitFor();
    await dialog.getByLabel('Role of place').selectOption('ignored');
    const remedies = dialog.getByRole('list', { name: 'Remedies' });
    await remedies.waitFor();
    expect(await dialog.getByRole('button', { name: 'Start', exact: true }).isDisabled()).toBe(true);
    await remedies.getByRole('button', { name: "'place' identifies the series" }).click();
    await dialog.getByText('this becomes the spec of places').waitFor();
    await dialog.getByRole('button', { name: 'Undo my changes' }).click();
    await dialog.getByText('Read by what the file shows').waitFor();
    await dialog.getByRole('button', { name: 'Start', exact: true }).click();
    await sealed(page);
    expect(complaints).toEqual([]);
    await close();

    // The next file of the dataset is read as this one was, and has to fit.
    const later = text.replaceAll('2026-01', '2026-02');
    const wider = await open(
      'places.csv',
      later.replace('load', 'load,wind').replaceAll(/(\.\d)$/gm, '$1,7'),
    );
    const takeIn = wider.dialog.getByRole('button', { name: "take in 'wind', empty before" });
    await takeIn.waitFor();
    await takeIn.click();
    await wider.dialog.getByText('this becomes the spec of places').waitFor();
    await wider.close();
    const next = await open('places.csv', later);
    await next.dialog.getByText('Read as the uploads of places before it.').waitFor();
    await next.dialog.getByRole('button', { name: 'Start', exact: true }).click();
    await sealed(next.page);
    await next.close();

    // What it changed, and through which upload.
    const watched = await openPage(browser, `${stack.url}/datasets/places/differences`);
    await watched.page
      .getByRole('cell', { name: /^1 places\.csv/ })
      .first()
      .waitFor();
    await watched.page.getByRole('button', { name: 'b', exact: true }).click();
    await watched.page.getByText('Rows of b that changed').waitFor();
    expect(await violations(watched.page)).toEqual([]);
    expect(watched.complaints).toEqual([]);
    await watched.close();
  });

  test('a rejected run says what is open, and is sealed once that is answered there', async () => {
    const folder = join(stack.dataDir, 'staging/staging-directory/dropped');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'a.csv'), eitherWay());
    const watched = await openPage(browser, `${stack.url}/runs?status=rejected`);
    const { page } = watched;
    await page
      .getByRole('row', { name: /rejected .* dropped/ })
      .getByRole('link')
      .first()
      .click();
    const error = page.getByRole('region', { name: 'Error' });
    await error.getByText('time.format: %d/%m/%Y %H:%M, or %m/%d/%Y %H:%M').waitFor();
    await page.getByText('by what the file shows, as before').waitFor();
    await page.getByRole('button', { name: 'Change how it is read' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: '%m/%d/%Y %H:%M' }).click();
    await dialog.getByRole('button', { name: 'Save the spec and replay' }).click();
    await page.locator('h1 .status-sealed').waitFor();
    await page.getByText('How it was read, and why').waitFor();
    await page.getByText('by the dataset’s spec, as before').waitFor();
    expect(watched.complaints).toEqual([]);
    await watched.close();
  });

  test('on a phone nothing is wider than the screen', async () => {
    const phone = { viewport: { width: 360, height: 800 }, colorScheme: 'dark', reducedMotion: 'reduce' };
    const { page, dialog, close } = await open('phone.csv', eitherWay(), phone);
    await dialog.getByRole('heading', { name: 'First feature rows' }).waitFor();
    const sideways = await dialog.evaluate(
      'document.querySelector("dialog").scrollWidth - document.querySelector("dialog").clientWidth',
    );
    expect(sideways).toBeLessThanOrEqual(0);
    expect(await violations(page)).toEqual([]);
    await close();
  });
});
