import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describeWith, lookFor } from '@wattline/test-tools';
import { expect, test } from 'vitest';
import { runCommand, startCommand } from '../support/command.ts';
import { makeFolder } from '../support/folder.ts';
import { makePythonEnvironment } from '../support/python-environment.ts';
import { until } from '../support/until.ts';

const run = promisify(execFile);
const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const client = here('../../clients/python');
const python = await lookFor(async () =>
  (await makePythonEnvironment('python-client', here('requirements.txt')))('python'),
);

const TOKEN = 'write-token-of-this-test';
const spec = `time: { column: time, format: iso, cadence: 1h }
entity: meter
values: { load: { unit: kW } }
lags: { by: [1h] }
calendar: { fields: [Hour] }
target: [load_mean]
partition: { entityBuckets: 2, period: month }
`;

const hours = (days: number): string =>
  `time,meter,load\n${Array.from({ length: days * 24 }, (_, hour) =>
    ['A', 'B']
      .map(
        (meter, i) =>
          `${new Date(Date.UTC(2024, 0, 1) + hour * 3_600_000).toISOString()},${meter},${i + hour / 3}\n`,
      )
      .join(''),
  ).join('')}`;

describeWith('the Python client', { 'Python with the packages of the client': python }, (found) => {
  const program = found['Python with the packages of the client'];
  const runScript = async <Result>(site: string, name: string, ...args: string[]): Promise<Result> => {
    const env = { ...process.env, PYTHONPATH: site, WATTLINE_SERVER: undefined, WATTLINE_TOKEN: undefined };
    const { stdout } = await run(program, [here(name), ...args], { env, maxBuffer: 64_000_000 });
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Result;
  };

  /** The installed client, and a dataset with a correction on a running stack. */
  const prepare = async () => {
    const scratch = await makeFolder();
    const [site, dataDir] = [join(scratch, 'site'), join(scratch, 'data')];
    // As users get it: a wheel, installed.
    const wheels = join(scratch, 'wheels');
    const pip = ['-m', 'pip', '--disable-pip-version-check', '--quiet'];
    await run(program, [...pip, 'wheel', '--no-deps', '--no-build-isolation', '--wheel-dir', wheels, client]);
    await run(program, [
      ...pip,
      'install',
      '--no-deps',
      '--no-index',
      '--find-links',
      wheels,
      '--target',
      site,
      'wattline',
    ]);
    const up = startCommand(['up', '--no-sample', '--port', '0', '--data-dir', dataDir], {
      WATTLINE_READ_TOKEN: 'read-token-of-this-test',
      WATTLINE_WRITE_TOKEN: TOKEN,
    });
    const server = await until(
      'the page’s address is printed',
      () => /the page is at (\S+)/.exec(up.output())?.[1],
    );
    const serving = await until(
      'where rows are served is printed',
      () => /rows are served at (\S+?)api\//.exec(up.output())?.[1],
    );
    const versions: string[] = [];
    await mkdir(join(scratch, 'files'));
    await writeFile(join(scratch, 'wattline.yaml'), spec);
    const files = {
      'january.csv': hours(40),
      'correction.csv': 'time,meter,load\n2024-01-02T12:00:00Z,A,99\n',
    };
    for (const [name, text] of Object.entries(files)) {
      const file = join(scratch, 'files', name);
      await writeFile(file, text);
      const args = [
        'upload',
        file,
        '--dataset',
        'my town',
        '--spec',
        join(scratch, 'wattline.yaml'),
        '--wait',
        '--json',
      ];
      const { stdout, stderr } = await runCommand(args, { WATTLINE_SERVER: server, WATTLINE_TOKEN: TOKEN });
      expect(stderr).toBe('');
      versions.push((JSON.parse(stdout) as { version: string }).version);
    }
    return { scratch, site, dataDir, server, serving, versions };
  };

  test('a data folder and a server give the same frames and differences; Feast and MLflow take them', async () => {
    const { scratch, site, dataDir, server, serving, versions } = await prepare();
    const [before = '', after = ''] = versions;
    type Seen = Record<string, unknown> & { changes: unknown[][]; codes: string[] };
    const told = await runScript<Record<'folder' | 'server', Seen> & Record<string, unknown>>(
      site,
      'use_client.py',
      ...[dataDir, server, serving, TOKEN, before, after],
    );
    const changed = ['changed', 'A', '2024-01-02T12:00:00+00:00', 'load_mean', 12, 99];
    const seen = {
      datasets: ['my town'],
      versions: [after, before],
      version: after,
      rows: 40 * 24 * 2,
      order: true,
      first: ['A', '2024-01-01T00:00:00+00:00', 0],
      pandas: [
        ['event_timestamp', 'meter', 'load_mean'],
        960,
        'datetime64[ms, UTC]',
        960 + (959 * 960) / 2 / 3,
      ],
      span: [6, '2024-01-02T02:00:00+00:00'],
      training: { train: 1344, validation: 288, test: 288 },
      'same as files': { train: true },
      target: ['load_mean'],
      preprocessor: 'my town',
      profile: 1920,
      frame: [[12, 99]],
    };
    expect(told.folder).toMatchObject({ ...seen, changes: [[...changed, null, null]] });
    expect(told.server).toMatchObject({
      ...seen,
      changes: [[...changed, 'staging-directory/my town/correction.csv', 2]],
    });
    const codes = ['COLUMN_UNKNOWN', 'TIME_WITHOUT_ZONE', 'SPLIT_UNKNOWN', 'FILE_UNKNOWN'];
    expect(told.folder.codes).toEqual(['DATASET_UNKNOWN', 'VERSION_UNKNOWN', ...codes]);
    expect(told.server.codes).toEqual([expect.stringContaining('UNKNOWN'), 'VERSION_UNKNOWN', ...codes]);
    expect(told).toMatchObject({ damaged: 'FILE_DAMAGED', unreachable: 'SERVER_UNREACHABLE' });
    expect(told.served).toEqual({
      same: true,
      columns: expect.any(Number),
      history: ['complete'],
      later: '2024-02-10T00:00:00+00:00',
      refused: [2],
      unknown: 'SERVING_UNKNOWN',
    });
    expect(told.unauthorized).toMatch(/TOKEN/);

    // Feast hands out no row before it could be known; MLflow names the version.
    const exported = await runScript<{ joined: Record<string, number>; wanted: unknown; input: unknown }>(
      site,
      'export_sets.py',
      dataDir,
      scratch,
    );
    expect(Object.keys(exported.joined)).toEqual(['A', 'B']);
    expect(exported.joined).toEqual(exported.wanted);
    expect(exported.input).toEqual(['my town/train', versions[1]]);
  });

  test('its types hold', async () => {
    const { stdout } = await run(program, ['-m', 'mypy', '--config-file', join(client, 'pyproject.toml')], {
      cwd: client,
    });
    expect(stdout).toContain('no issues');
  });
});
