import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { describe } from 'vitest';

const executablePath = process.env.WATTLINE_CHROMIUM ?? '/usr/bin/chromium';
const missing = !existsSync(executablePath);

if (missing)
  process.stderr.write(
    `no Chromium at ${executablePath}: the browser tests are skipped (apt-get install chromium, or set WATTLINE_CHROMIUM)\n`,
  );

/** Tests that need a browser: skipped without one, but never in CI. */
export const describeInBrowser = describe.skipIf(missing && process.env.CI !== 'true');

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
