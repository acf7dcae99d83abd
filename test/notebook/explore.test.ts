import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeWith } from '@wattline/test-tools';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningStack, startStack } from '../browser/running-stack.ts';
import { until } from '../support/until.ts';
import { notebookPath, notebookPython, runNotebook } from './notebook.ts';

interface Scores {
  readonly dataset: string;
  readonly target: string;
  readonly unit: string;
  /** Mean absolute error of each forecast, in the unit. */
  readonly mae: Readonly<Record<string, number>>;
}

const found = "{'dataset': DATASET, 'target': TARGET, 'unit': UNIT, 'mae': mae}";

/** A kernel and its packages load slowly where a machine has much to do. */
const KERNEL_MS = 600_000;

test.each(['explore', 'forecast', 'serve', 'week'] as const)(
  '%s is kept without what it once printed',
  async (name) => {
    const { cells } = JSON.parse(await readFile(notebookPath(name), 'utf8')) as {
      cells: { cell_type: string; outputs?: unknown[]; execution_count?: unknown }[];
    };
    const code = cells.filter((cell) => cell.cell_type === 'code');
    expect(code.length).toBeGreaterThan(4);
    for (const cell of code) expect(cell).toMatchObject({ outputs: [], execution_count: null });
  },
);

describeWith('the notebook on a running stack', { 'Python packages': notebookPython }, (tools) => {
  const python = tools['Python packages'];
  const token = 'read-token-of-the-notebook';
  let stack: RunningStack;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wattline-notebook-'));
    stack = await startStack({ environment: { WATTLINE_READ_TOKEN: token } });
    await until('the sample is sealed', async () => {
      const answer = await fetch(`${stack.url}/api/v1/datasets/sample/versions/latest`, {
        headers: { authorization: `Bearer ${token}` },
      });
      return answer.ok || undefined;
    });
  });
  afterAll(async () => {
    await stack?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const run = (environment: Record<string, string>) =>
    runNotebook<Scores>(python, { name: 'explore', found }, folder, {
      WATTLINE_SERVER: stack.url,
      WATTLINE_READ_TOKEN: token,
      ...environment,
    });

  test('runs to its end, with plots, and its forecasts beat the naive one', {
    timeout: KERNEL_MS,
  }, async () => {
    const { status, stderr, found: scores } = await run({});
    expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
    expect(scores).toMatchObject({
      dataset: 'sample',
      target: 'PowerConsumption_Zone1_mean',
      unit: 'kW',
      pictures: 4,
      complaints: [],
    });
    const mae = scores?.mae ?? {};
    const naive = mae['seasonal naive, 24 h'] ?? 0;
    // In the unit: of a load of about 30,000 kW, a day differs from the day before by some hundreds.
    expect(naive).toBeGreaterThan(100);
    expect(naive).toBeLessThan(5_000);
    expect(mae['ridge, a day ahead']).toBeLessThan(naive);
    expect(mae['ridge, an hour ahead']).toBeLessThan(mae['ridge, a day ahead'] ?? 0);
  });

  test.each([
    {
      fault: 'the token is wrong',
      environment: { WATTLINE_READ_TOKEN: 'another-token-than-asked-for' },
      message: 'answers 401 to /api/v1/datasets',
    },
    {
      fault: 'nothing answers',
      environment: { WATTLINE_SERVER: 'http://127.0.0.1:9' },
      message: 'start a server with npm start',
    },
  ])('says what to do where $fault', { timeout: KERNEL_MS }, async ({ environment, message }) => {
    expect(await run(environment)).toMatchObject({ status: 1, stderr: expect.stringContaining(message) });
  });
});
