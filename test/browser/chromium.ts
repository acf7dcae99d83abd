import { existsSync } from 'node:fs';
import { describeWith, lookFor } from '@wattline/test-tools';
import { type Browser, chromium } from 'playwright-core';

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

const launch = (executablePath: string): Promise<Browser> =>
  chromium.launch({
    executablePath,
    timeout: 180_000,
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

/** One that starts: a Chromium that lacks a library is as good as none. */
const browser = await lookFor(async () => {
  const path = process.env.WATTLINE_CHROMIUM ?? places.find(existsSync);
  if (path === undefined)
    throw new Error(
      'install Chromium (Debian: apt-get install chromium), or set WATTLINE_CHROMIUM to its path',
    );
  await (await launch(path)).close();
  return path;
});

/** Tests that need a browser. */
export const describeInBrowser = (name: string, body: () => void): void =>
  describeWith(name, { Chromium: browser }, body);

export const openBrowser = (): Promise<Browser> => {
  if ('missing' in browser) throw new Error(browser.missing);
  return launch(browser.found);
};
