import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeWith } from '@wattline/test-tools';
import { expect, test } from 'vitest';
import { startStack } from '../browser/running-stack.ts';
import { notebookPython, runNotebook } from './notebook.ts';

/** A kernel and its packages load slowly where a machine has much to do. */
const KERNEL_MS = 600_000;

/** What became of a week of two meters. */
interface Served {
  readonly hours: number;
  readonly columns: number;
  /** Bits are counted by number: in how many one of them is another. */
  readonly values: number;
  readonly predictions: number;
  /** Of features, where a meter was silent. */
  readonly nulls: number;
  /** Mean absolute error of each meter, kW. */
  readonly errors: Readonly<Record<string, number>>;
}

const found =
  "{'hours': len(rows), 'columns': len(FEATURES), 'values': differing_values, 'predictions': differing_predictions, 'nulls': nulls, 'errors': error.to_dict()}";

describeWith('the notebook that serves a week', { 'Python packages': notebookPython }, (tools) => {
  test('predicts from served rows what it predicts from sealed ones, to the last bit', {
    timeout: KERNEL_MS,
  }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'wattline-served-'));
    const token = 'write-token-of-the-notebook';
    const stack = await startStack({ sample: false, environment: { WATTLINE_WRITE_TOKEN: token } });
    try {
      const ran = await runNotebook<Served>(tools['Python packages'], { name: 'serve', found }, folder, {
        WATTLINE_SERVER: stack.url,
        WATTLINE_SERVING: stack.serving,
        WATTLINE_WRITE_TOKEN: token,
      });
      expect({ status: ran.status, stderr: ran.status === 0 ? '' : ran.stderr }).toEqual({
        status: 0,
        stderr: '',
      });
      expect(ran.found).toMatchObject({
        hours: 7 * 24 * 2,
        columns: 11,
        values: 0,
        predictions: 0,
        pictures: 1,
        complaints: [],
      });
      expect(ran.found?.nulls).toBeGreaterThan(5);
      // Of loads of about 40 and 90 kW that halve and double each day.
      expect(ran.found?.errors.A).toBeLessThan(3);
      expect(ran.found?.errors.B).toBeLessThan(9);
    } finally {
      await stack.stop();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
