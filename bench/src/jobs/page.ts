import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { Job } from '../job.ts';
import { measure } from '../measure.ts';
import { referenceFile, shown, specFile, work } from '../paths.ts';
import { startStatusService } from '../running-status.ts';
import { median } from '../side-by-side.ts';

const executablePath = process.env.WATTLINE_CHROMIUM ?? '/usr/bin/chromium';
const DATASET = 'reference';

interface View {
  readonly name: string;
  readonly path: string;
  /** Stands there once the view can be used. */
  readonly usable: (page: Page) => Promise<void>;
}

const views: readonly View[] = [
  {
    name: 'overview',
    path: '/',
    usable: async (page) => {
      await page.getByRole('heading', { name: 'publish' }).waitFor();
      await page.getByRole('row', { name: new RegExp(`sealed .* ${DATASET}`) }).waitFor();
    },
  },
  {
    name: 'series over time',
    path: `/explore/${DATASET}/latest`,
    usable: (page) => page.locator('.chart canvas').waitFor(),
  },
];

interface Load {
  readonly ms: number;
  /** Of code and styles, compressed as a proxy would. */
  readonly gzipBytes: number;
}

/** Opens a view in a browser that has never seen the page. */
const load = async (browser: Browser, url: URL, { path, usable }: View): Promise<Load> => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const bodies: Promise<Buffer>[] = [];
  page.on('response', (response) => {
    if (['document', 'script', 'stylesheet'].includes(response.request().resourceType()))
      bodies.push(response.body());
  });
  const startedAt = performance.now();
  await page.goto(new URL(path, url).href);
  await usable(page);
  const ms = performance.now() - startedAt;
  const gzipBytes = (await Promise.all(bodies)).reduce((sum, body) => sum + gzipSync(body).length, 0);
  await context.close();
  return { ms, gzipBytes };
};

/** The page of the status service, opened in Chromium. */
export const page: Job = {
  name: 'page',
  run: async ({ rounds = 7, log }) => {
    const data = join(work, 'page-data');
    await rm(data, { recursive: true, force: true });
    const args = ['run', shown(await referenceFile()), '--spec', shown(specFile('reference'))];
    await measure({
      program: join('node_modules', '.bin', 'wattline'),
      args: [...args, '--dataset', DATASET, '--data-dir', shown(data)],
    });
    const status = await startStatusService(data);
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
    const rows: string[][] = [];
    const medians: Load[] = [];
    try {
      for (const view of views) {
        const loads: Load[] = [];
        for (let round = 0; round < rounds; round += 1) loads.push(await load(browser, status.url, view));
        const middle = { ms: median(loads.map(({ ms }) => ms)), gzipBytes: loads[0]?.gzipBytes ?? 0 };
        log(`  ${view.name}  ${middle.ms.toFixed(0)} ms`);
        medians.push(middle);
        rows.push([view.name, middle.ms.toFixed(0), (middle.gzipBytes / 1000).toFixed(1)]);
      }
    } finally {
      await browser.close();
      await status.stop();
    }
    return {
      result: {
        title: 'The page',
        about: `Opened in Chromium by somebody who never saw it, until it can be used. Median of ${rounds} loads.`,
        header: ['', 'milliseconds', 'kB of code and styles, gzip'],
        rows,
        aims: [
          {
            what: 'code and styles of the overview, gzip',
            limit: 60,
            unit: 'kB',
            measured: (medians[0]?.gzipBytes ?? 0) / 1000,
          },
          {
            what: 'until the overview can be used',
            limit: 1,
            unit: 's',
            measured: (medians[0]?.ms ?? 0) / 1000,
          },
        ],
        notes: [],
      },
      failures: [],
    };
  },
};
