import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeWith, referenceData } from '@wattline/test-tools';
import { expect, test } from 'vitest';
import { startStack } from '../browser/running-stack.ts';
import { notebookPython, runNotebook } from './notebook.ts';

/** A kernel and its packages load slowly where a machine has much to do. */
const KERNEL_MS = 600_000;

interface Forecast {
  /** Of each horizon: its mean absolute error, as a share of the seasonal naive forecast's. */
  readonly shares: Readonly<Record<string, number>>;
}

const found = "{'shares': {name: of['model'] / of['naive'] for name, of in scores.items()}}";

describeWith('the notebook that forecasts', { 'Python packages': notebookPython }, (tools) => {
  test('beats the seasonal naive forecast an hour, a day and a week ahead', {
    timeout: KERNEL_MS,
  }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'wattline-forecast-'));
    const token = 'write-token-of-the-notebook';
    const stack = await startStack({ sample: false, environment: { WATTLINE_WRITE_TOKEN: token } });
    try {
      const ran = await runNotebook<Forecast>(tools['Python packages'], { name: 'forecast', found }, folder, {
        WATTLINE_SERVER: stack.url,
        WATTLINE_WRITE_TOKEN: token,
        ...('found' in referenceData && { WATTLINE_READINGS: referenceData.found }),
      });
      expect({ status: ran.status, stderr: ran.status === 0 ? '' : ran.stderr }).toEqual({
        status: 0,
        stderr: '',
      });
      expect(ran.found).toMatchObject({ pictures: 1, complaints: [] });
      const shares = ran.found?.shares ?? {};
      expect(Object.keys(shares)).toEqual(['1h', '24h', '168h']);
      expect(shares['1h']).toBeLessThan(0.5);
      expect(shares['24h']).toBeLessThan(0.8);
      expect(shares['168h']).toBeLessThan(1);
    } finally {
      await stack.stop();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
