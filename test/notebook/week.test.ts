import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeWith } from '@wattline/test-tools';
import { expect, test } from 'vitest';
import { startStack } from '../browser/running-stack.ts';
import { notebookPython, runNotebook } from './notebook.ts';

/** A kernel and its packages load slowly where a machine has much to do. */
const KERNEL_MS = 600_000;

interface Week {
  readonly entries: number;
  readonly same: boolean;
  /** Cells of the corrected column: meter, time, value before and after, file and line. */
  readonly corrected: readonly (readonly [string, string, number, number, string])[];
  /** Of how many columns cells changed. */
  readonly columns: number;
}

const found =
  "{'entries': len(history), 'same': same, 'columns': cells['column'].nunique(), 'corrected': cells[cells['column'] == 'load_mean'][['meter', 'time', 'before', 'after', 'by']].values.tolist()}";

describeWith('the notebook of a week of files', { 'Python packages': notebookPython }, (tools) => {
  test('uploads them, and explains a correction by its lines', { timeout: KERNEL_MS }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'wattline-week-'));
    const token = 'write-token-of-the-notebook';
    const stack = await startStack({ sample: false, environment: { WATTLINE_WRITE_TOKEN: token } });
    try {
      const {
        status,
        stderr,
        found: week,
      } = await runNotebook<Week>(tools['Python packages'], { name: 'week', found }, folder, {
        WATTLINE_SERVER: stack.url,
        WATTLINE_WRITE_TOKEN: token,
      });
      expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
      expect(week).toMatchObject({ entries: 7, same: true, pictures: 1, complaints: [] });
      expect(week?.corrected).toEqual([
        ['A', '2024-01-02T05:00:00.000Z', expect.closeTo(12.95, 2), 99.5, 'correction.csv line 2'],
        ['B', '2024-01-02T06:00:00.000Z', expect.closeTo(23.09, 2), 88.5, 'correction.csv line 3'],
      ]);
      expect(week?.columns).toBeGreaterThan(3);
    } finally {
      await stack.stop();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
