import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startServe } from '@wattline/serve';
import { readServeConfig } from '@wattline/serve/config';
import { expect, onTestFinished, test } from 'vitest';
import { runCommand } from '../support/command.ts';
import { makeFolder } from '../support/folder.ts';

const FIRST = Date.UTC(2024, 0, 1);
const HOURS = 72;
const time = (hour: number): string => new Date(FIRST + hour * 3_600_000).toISOString();
/** In this order in the file, and in another one in any object. */
const meters = ['200', '100', '300'];
const MOST = 100_000;

const serveSealed = async (): Promise<(readings: readonly object[]) => Promise<Response>> => {
  const folder = await makeFolder();
  const [spec, file, data] = ['wattline.yaml', 'meters.csv', 'data'].map((name) => join(folder, name));
  if (spec === undefined || file === undefined || data === undefined) throw new Error('three names');
  await writeFile(
    spec,
    JSON.stringify({
      time: { column: 'time', format: 'iso', cadence: '1h' },
      entity: 'meter',
      layout: { series: { columns: ['200', '300'], value: 'load' } },
      values: { load: {} },
    }),
  );
  const lines = Array.from({ length: HOURS }, (_, hour) =>
    [time(hour), ...meters.map((_, place) => `${place + 1}${hour}.5`), 'on'].join(','),
  );
  await writeFile(file, [['time', ...meters, 'state'].join(','), ...lines].join('\n'));
  const done = await runCommand([
    'run',
    file,
    '--dataset',
    'town',
    '--data-dir',
    data,
    '--spec',
    spec,
    '--json',
  ]);
  if (done.status !== 0) throw new Error(done.stderr);
  const environment = { WATTLINE_DATA_DIR: data, WATTLINE_HTTP_PORT: '0', WATTLINE_LOG_LEVEL: 'silent' };
  const running = await startServe({ config: readServeConfig(environment), environment });
  onTestFinished(() => running.stop());
  return (readings) =>
    fetch(`${running.url}api/v1/datasets/town/rows`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ readings, hold: false, scaled: false }),
    });
};

test('posted series are those of the columns of the sealed file, and each counts as a reading', async () => {
  const post = await serveSealed();
  const row = (hour: number) => ({ time: time(hour), 100: 2, 200: 1, 300: 3, state: 'on' });
  const answer = (await (await post([row(HOURS), row(HOURS + 1)])).json()) as {
    rows: { entity: string; values: Record<string, number> }[];
    refused: unknown[];
  };
  expect(answer.refused).toEqual([]);
  expect(answer.rows.map(({ entity, values }) => [entity, values.load_mean ?? values.load])).toEqual([
    ['200', 1],
    ['100', 2],
    ['300', 3],
  ]);
  const others = Array.from({ length: MOST / 4 }, (_, i) => ({
    ...row(HOURS + i),
    100: i % 2 === 0 ? '' : 2,
  }));
  expect((await post(others)).status).toBe(200);
  const many = await post([...others, ...others]);
  const problem = await many.json();
  expect([many.status, problem]).toEqual([
    400,
    expect.objectContaining({
      code: 'REQUEST_INVALID',
      place: { value: 'readings' },
      detail: 'readings has more than 100000 readings: those side by side in a row count each',
    }),
  ]);
});
