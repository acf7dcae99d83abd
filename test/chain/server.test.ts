import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeSample } from '@wattline/sample';
import type { VersionPlan } from '@wattline/worker';
import { expect, test } from 'vitest';
import { runCommand, startCommand } from '../support/command.ts';
import { makeFolder } from '../support/folder.ts';
import { until } from '../support/until.ts';

const READ = 'read-token-of-this-test';
const WRITE = 'write-token-of-this-test';

const startServer = async (dataDir: string): Promise<string> => {
  const up = startCommand(['up', '--no-sample', '--port', '0', '--data-dir', dataDir], {
    WATTLINE_READ_TOKEN: READ,
    WATTLINE_WRITE_TOKEN: WRITE,
  });
  return until('the page’s address is printed', () => {
    if (up.child.exitCode !== null) throw new Error(`wattline up ended early:\n${up.output()}`);
    return /the page is at (\S+)/.exec(up.output())?.[1];
  });
};

interface Listed {
  readonly run: string;
  readonly status: string;
  readonly version: string;
  readonly replay: number;
}

test('the commands work on a server as they do on a data folder', async () => {
  const folder = await makeFolder();
  const url = await startServer(join(folder, 'data'));
  const server = { WATTLINE_SERVER: url, WATTLINE_TOKEN: WRITE };
  const file = join(folder, 'town.csv');
  await writeSample({ path: file, seed: 9, days: 10 });
  const json = async <Result>(...args: string[]): Promise<Result> => {
    const { status, stdout, stderr } = await runCommand([...args, '--json'], server);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    return JSON.parse(stdout) as Result;
  };

  const upload = ['upload', file, '--dataset', 'my town', '--spec', 'power-consumption', '--wait'];
  const sealed = await json<Listed>(...upload);
  expect(sealed).toMatchObject({ status: 'sealed', replay: 0, dataset: 'my town' });

  const text = await runCommand(['show', sealed.run.slice(0, 8)], server);
  expect(text.stdout).toMatch(/^readings +1,440 read, 1,440 accepted$/m);
  expect(text.stdout).toMatch(/^stages +✓ ingest .*→ {2}✓ publish/m);
  expect(text.stdout).toContain(`${url}runs/${sealed.run}`);
  const spec = await runCommand(['show', sealed.run, '--spec'], server);
  await writeFile(join(folder, 'wattline.yaml'), spec.stdout);

  // The same bytes by the spec that was printed: the same version, as `run` makes it without any server.
  const alone = await runCommand([
    ...['run', file, '--spec', join(folder, 'wattline.yaml'), '--out', join(folder, 'alone'), '--json'],
    ...['--data-dir', join(folder, 'other')],
  ]);
  expect(JSON.parse(alone.stdout)).toMatchObject({ version: sealed.version });
  const pulled = await json<{ version: string }>('pull', 'my town', '--out', join(folder, 'pulled'));
  expect(pulled.version).toBe(sealed.version);
  const files = JSON.parse(await readFile(join(folder, 'pulled', 'manifest.json'), 'utf8')) as {
    files: { path: string }[];
  };
  expect(files.files.length).toBeGreaterThan(4);
  // The preprocessor names its maker, as the report does.
  const own = ['preprocessor.json'];
  expect(await readFile(join(folder, 'pulled', 'report.html'), 'utf8')).toContain('my town');
  // How its upload is written, beside the manifest.
  const written: unknown = JSON.parse(await readFile(join(folder, 'pulled', 'written.json'), 'utf8'));
  expect(written).toMatchObject({ notations: [{ time: {} }], showsTimes: expect.any(Boolean) });
  for (const { path } of files.files.filter((each) => !own.includes(each.path)))
    expect(await readFile(join(folder, 'pulled', path))).toEqual(await readFile(join(folder, 'alone', path)));

  const replayed = await json<Listed>('replay', sealed.run.slice(0, 8), '--from', 'transform', '--wait');
  expect(replayed).toMatchObject({ status: 'sealed', replay: 1, version: sealed.version });
  expect(await json<Listed[]>('runs', '--dataset', 'my town')).toMatchObject([
    { run: sealed.run, replay: 1 },
  ]);
  expect(await json<Listed[]>('runs', '--dataset', 'other')).toEqual([]);

  const changed = join(folder, 'changed.yaml');
  await writeFile(changed, 'preset: power-consumption\nlags: { by: [2h] }\n');
  const wanted = ['plan', 'my town', '--spec', changed];
  const plan = await json<VersionPlan>(...wanted);
  expect(plan).toMatchObject({ run: sealed.run, changed: true, uploads: 1 });
  expect(plan.version).not.toBe(sealed.version);
  const there = await runCommand([...wanted, '--json', '--data-dir', join(folder, 'data')]);
  expect({ ...(JSON.parse(there.stdout) as VersionPlan), ms: plan.ms }).toEqual(plan);
  const unsure = await runCommand([...wanted, '--apply'], server);
  expect([unsure.status, unsure.stderr]).toEqual([2, expect.stringContaining('NOT_CONFIRMED')]);
  expect(unsure.stderr).toContain(plan.version);
  const made = await runCommand([...wanted, '--apply', '--yes', '--wait', '--json'], server);
  expect(JSON.parse(made.stdout)).toMatchObject({ status: 'sealed', replay: 2, version: plan.version });
  expect(await json<VersionPlan>('plan', 'my town')).toMatchObject({ version: plan.version, changed: false });
  const findings = await json<{ what: string; status: string; found: string }[]>('doctor');
  expect(findings.map(({ status }) => status)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
  expect(findings.at(-1)?.found).toBe('6 tasks run');
});

test('a refusal of the server is printed with code, place and remedy, and exits as wrong usage does', async () => {
  const folder = await makeFolder();
  const url = await startServer(join(folder, 'data'));
  const file = join(folder, 'a.csv');
  await writeFile(file, 'time\n');
  const on = (token: string, ...args: string[]) => runCommand([...args, '--server', url, '--token', token]);

  const without = await runCommand(['runs', '--server', url]);
  expect([without.status, without.stderr]).toEqual([2, expect.stringContaining('TOKEN_MISSING')]);
  const reading = await on(READ, 'upload', file);
  expect([reading.status, reading.stderr]).toEqual([
    2,
    expect.stringMatching(/TOKEN_READS_ONLY.*\n +remedy: /),
  ]);
  expect((await on(READ, 'runs')).stdout).toContain('nothing ran yet');
  expect((await on(WRITE, 'show', 'abc')).stderr).toContain('RUN_UNKNOWN');
  expect((await on(WRITE, 'pull', 'none', '--out', join(folder, 'out'))).stderr).toMatch(/UNKNOWN/);
  expect((await on(WRITE, 'upload', join(folder, 'absent.csv'))).stderr).toContain('FILE_MISSING');

  const rejected = await on(WRITE, 'upload', file, '--dataset', 'a', '--wait', '--json');
  expect(JSON.parse(rejected.stdout)).toMatchObject({ status: 'rejected', error: { stage: 'ingest' } });
  expect(rejected.stderr).toMatch(/error \w+: .*\n(.*\n)* +remedy: /);
  expect(rejected.status).toBe(1);

  const unreachable = await runCommand(['runs', '--server', 'http://127.0.0.1:9']);
  expect([unreachable.status, unreachable.stderr]).toEqual([
    1,
    expect.stringContaining('SERVER_UNREACHABLE'),
  ]);
  const wrong = await runCommand(['runs', '--server', 'http://']);
  expect([wrong.status, wrong.stderr]).toEqual([2, expect.stringContaining('SERVER_INVALID')]);
  const doctor = await runCommand(['doctor', '--server', url]);
  expect([doctor.status, doctor.stdout]).toEqual([1, expect.stringContaining('TOKEN_MISSING')]);
});
