import { once } from 'node:events';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { writeSample } from '@wattline/sample';
import { describe, expect, test } from 'vitest';
import { type Command, runCommand, startCommand } from '../support/command.ts';
import { makeFolder } from '../support/folder.ts';
import { until } from '../support/until.ts';

const count = (command: Command, pattern: RegExp): number =>
  command.output().match(new RegExp(pattern, 'gm'))?.length ?? 0;

const printed = (command: Command, pattern: RegExp, times = 1): Promise<unknown> =>
  until(`${pattern} is printed ${times} times`, () => {
    if (command.child.exitCode !== null) throw new Error(`wattline up ended early:\n${command.output()}`);
    return count(command, pattern) >= times;
  }).catch((error: unknown) => {
    throw new Error(`${String(error)}\n${command.output()}`);
  });

const stop = async (command: Command): Promise<void> => {
  command.child.kill('SIGINT');
  const { status } = await command.finished;
  expect(command.output()).toContain('stopped');
  expect(status).toBe(0);
};

describe('wattline up', () => {
  test('a first start makes and seals a sample; a dropped file starts a run; the commands see them', async () => {
    const folder = await makeFolder();
    const dataDir = join(folder, 'data');
    const up = startCommand(['up', '--data-dir', dataDir, '--port', '0']);
    await printed(up, /^status +sealed/);
    expect(up.output().indexOf('the page is at')).toBeLessThan(up.output().indexOf('is uploaded as'));
    expect(up.output()).toMatch(/^readings +52,560 read, 52,560 accepted$/m);

    const dropped = join(folder, 'town.csv');
    await writeSample({ path: dropped, seed: 9, days: 10 });
    const inbox = join(dataDir, 'staging', 'staging-directory');
    await mkdir(join(inbox, 'town'));
    await copyFile(dropped, join(inbox, 'town', 'town.csv'));
    await printed(up, /^status +sealed/, 2);
    await copyFile(dropped, join(inbox, 'lone.csv'));
    await printed(up, /^status +sealed/, 3);

    const runs = JSON.parse((await runCommand(['runs', '--json', '--data-dir', dataDir])).stdout) as {
      run: string;
      dataset: string;
      version: string;
    }[];
    expect(runs.map(({ dataset }) => dataset)).toEqual(['lone', 'town', 'sample']);
    const [lone, town] = runs;
    expect(town?.version).toBe(lone?.version);

    const second = await runCommand(['up', '--data-dir', dataDir]);
    expect(second.status).toBe(2);
    expect(second.stderr).toContain('ALREADY_UP');

    const pulled = await runCommand(['pull', 'town', '--out', join(folder, 'town'), '--data-dir', dataDir]);
    expect(pulled.status).toBe(0);
    expect(JSON.parse(await readFile(join(folder, 'town', 'manifest.json'), 'utf8'))).toMatchObject({
      dataset: 'town',
      version: town?.version,
    });

    const uploaded = await runCommand([
      'upload',
      dropped,
      '--dataset',
      'third',
      '--wait',
      '--json',
      '--data-dir',
      dataDir,
    ]);
    expect(JSON.parse(uploaded.stdout)).toMatchObject({
      status: 'sealed',
      dataset: 'third',
      version: town?.version,
    });
    const replayed = await runCommand([
      'replay',
      String(town?.run),
      '--wait',
      '--json',
      '--data-dir',
      dataDir,
    ]);
    expect(JSON.parse(replayed.stdout)).toMatchObject({
      status: 'sealed',
      replay: 1,
      version: town?.version,
    });
    const shown = await runCommand(['show', String(town?.run).slice(0, 10), '--data-dir', dataDir]);
    expect(shown.stdout).toContain('(replay 1)');
    const spec = await runCommand(['show', String(town?.run), '--spec', '--data-dir', dataDir]);
    await writeFile(join(folder, 'wattline.yaml'), spec.stdout);
    const again = await runCommand([
      'run',
      dropped,
      '--spec',
      join(folder, 'wattline.yaml'),
      '--json',
      '--data-dir',
      join(folder, 'other'),
    ]);
    expect(JSON.parse(again.stdout)).toMatchObject({ status: 'sealed', version: town?.version });
    const page = new URL(/the page is at (\S+)/.exec(up.output())?.[1] ?? '');
    const listed = (await (await fetch(new URL('/api/v1/runs', page))).json()) as { total: number };
    expect(listed.total).toBe(4);
    const pipeline = await (await fetch(new URL('/api/v1/pipeline', page))).json();
    expect(pipeline).toMatchObject({
      runs: { sealed: 4 },
      stages: ['ingest', 'transform', 'aggregate', 'publish'].map((stage) => ({ stage, tasks: 1 })),
    });
    const doctor = await runCommand(['doctor', '--data-dir', dataDir]);
    expect(doctor.status).toBe(0);
    expect(doctor.stdout).toContain('running on');
    // Beside a file that comes by a command, a spec that was copied this moment counts, too.
    const fourth = join(dataDir, 'staging/staging-directory/fourth');
    await mkdir(fourth, { recursive: true });
    await writeFile(join(fourth, 'wattline.yaml'), 'preset: power-consumption-compact\n');
    const compact = await runCommand([
      ...['upload', dropped, '--dataset', 'fourth', '--wait', '--json'],
      ...['--data-dir', dataDir],
    ]);
    expect(JSON.parse(compact.stdout)).toMatchObject({
      status: 'sealed',
      spec: { key: 'staging-directory/fourth/wattline.yaml' },
    });
    await stop(up);
  });

  test('what was uploaded while nothing ran, and what a killed stack left undone, is done by the next start', async () => {
    const folder = await makeFolder();
    const dataDir = join(folder, 'data');
    const file = join(folder, 'town.csv');
    await writeSample({ path: file, seed: 9, days: 10 });
    const inbox = join(dataDir, 'staging', 'staging-directory', 'town');
    await mkdir(inbox, { recursive: true });
    await copyFile(file, join(inbox, 'before.csv'));

    // Its process dies again and again, until the whole stack is killed with SIGKILL, however late that is.
    const patient = { WATTLINE_MAX_DEATHS: '1000' };
    const first = startCommand(['up', '--data-dir', dataDir, '--port', '0'], {
      ...patient,
      WATTLINE_FAILPOINT: 'before-done:1',
    });
    await printed(first, /ended with SIGKILL/);
    first.child.kill('SIGKILL');
    await first.finished;

    const uploaded = await runCommand(['upload', file, '--dataset', 'town', '--data-dir', dataDir]);
    expect(uploaded.stderr).toContain('no stack is running');

    const second = startCommand(['up', '--data-dir', dataDir, '--port', '0'], patient);
    // The second upload may be in the version of the first.
    await printed(second, /^status +(sealed|superseded)/, 2);
    await stop(second);
    const runs = JSON.parse((await runCommand(['runs', '--json', '--data-dir', dataDir])).stdout) as {
      status: string;
      version: string;
    }[];
    expect(runs).toHaveLength(2);
    expect(runs.map(({ status }) => status)).toContain('sealed');
    expect(runs.every(({ status }) => status === 'sealed' || status === 'superseded')).toBe(true);
    expect(new Set(runs.map(({ version }) => version)).size).toBe(1);
  });

  test('a port that is asked for by name and taken ends it, with what to do', async () => {
    const folder = await makeFolder();
    const taken = createServer();
    taken.listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const up = await runCommand(['up', '--data-dir', join(folder, 'data'), '--port', String(port)]);
    taken.close();
    expect(up.status).toBe(1);
    expect(up.stderr).toMatch(/PORT_IN_USE.*\n.*remedy: .*--port/);
  });
});
