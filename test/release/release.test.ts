import { execFile } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { lookFor, testWith } from '@wattline/test-tools';
import { afterAll, expect } from 'vitest';
import { pack } from '../../scripts/release/pack.ts';
import { startStack } from '../browser/running-stack.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'wattline-installed-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

// This repository's own Node, and nothing else of the repository's.
const { WATTLINE_DATA_DIR: _, NODE_OPTIONS: __, ...inherited } = process.env;
const env = { ...inherited, PATH: `${dirname(process.execPath)}:${process.env.PATH}` };

const packed = await pack(root, folder);

/** npm tries for many minutes where there is no network: this test then is left out instead. */
const soon = ['--fetch-retries=2', '--fetch-retry-mintimeout=500', '--fetch-retry-maxtimeout=2000'];

/** The packed command, installed as a user does it: its libraries come from the registry. */
const installed = await lookFor(async () => {
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', ...soon, packed], {
    cwd: folder,
    env,
  });
  return folder;
});

const readings = (): string => {
  const lines = ['time,meter,load'];
  for (let hour = 0; hour < 24 * 14; hour += 1)
    for (const meter of ['a', 'b'])
      lines.push(`${new Date(Date.UTC(2026, 0, 5, hour)).toISOString()},${meter},${(hour % 24) + 0.5}`);
  return `${lines.join('\n')}\n`;
};

testWith({ 'installed package': installed })(
  'the packed command runs outside of the repository',
  async (found) => {
    const cwd = found['installed package'];
    const wattline = (...args: string[]) => run('npx', ['--no-install', 'wattline', ...args], { cwd, env });
    await writeFile(join(cwd, 'small.csv'), readings());
    const { stdout, stderr } = await wattline('run', 'small.csv', '--out', 'out', '--json');
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject({ status: 'sealed', dataset: 'small' });
    const version = await wattline('--version');
    expect(version.stdout.trim()).toMatch(/^\d+\.\d+\.\d+/);
    // What a command loads late is packed too.
    const spec = await wattline('spec', 'power-consumption');
    expect(spec.stdout).toContain('scaling:');
    // The page and the API reference are packed, and no package that reports installations to its maker comes along.
    const dist = join(cwd, 'node_modules/wattline/node_modules/@wattline/status/dist');
    expect(existsSync(join(dist, 'page/index.html'))).toBe(true);
    expect(existsSync(join(dist, 'reference/swagger-ui-bundle.js'))).toBe(true);
    expect(existsSync(join(cwd, 'node_modules/@scarf'))).toBe(false);
  },
);

/** An adapter with its contract test, in the project where the command is installed, which has vitest. */
const writeAdapter = async (project: string): Promise<string[]> => {
  const names = ['fleet', 'queue', 'store', 'adapters']
    .map((name) => `memory/${name}.ts`)
    .concat('contract.test.ts');
  await mkdir(join(project, 'adapter/memory'), { recursive: true });
  for (const name of names) {
    const source = await readFile(join(root, 'test/adapters', name), 'utf8');
    const outside = source.replaceAll("'@wattline/backend-contract", "'wattline/backend-contract");
    await writeFile(join(project, 'adapter', name), outside);
  }
  await symlink(join(root, 'node_modules/vitest'), join(project, 'node_modules/vitest'));
  return names.map((name) => join('adapter', name));
};

const nodeIn =
  (cwd: string) =>
  (tool: string, ...args: string[]) =>
    run(process.execPath, [join(root, 'node_modules', tool), ...args], { cwd, env: { ...env, CI: 'true' } });

const strict = ['--ignoreConfig', '--strict', '--module', 'nodenext', '--target', 'esnext'];

/** What the compiler finds wrong. */
const faultsIn = (checked: Promise<{ stdout: string }>): Promise<string> =>
  checked.then(
    ({ stdout }) => stdout,
    ({ stdout }: { stdout: string }) => stdout,
  );

testWith({ 'installed package': installed })(
  'an adapter outside of the repository has the types of the ports, and runs the contract suites',
  async (found) => {
    const cwd = found['installed package'];
    const files = await writeAdapter(cwd);
    const types = [
      '--skipLibCheck',
      '--allowImportingTsExtensions',
      '--typeRoots',
      join(root, 'node_modules/@types'),
    ];
    const node = nodeIn(cwd);
    const noOutput = ['--noEmit', '--types', 'node'];
    expect(await faultsIn(node('typescript/bin/tsc', ...strict, ...types, ...noOutput, ...files))).toBe('');
    const report = join(cwd, 'report.json');
    await node('vitest/vitest.mjs', 'run', '--root', cwd, '--reporter', 'json', '--outputFile', report);
    const { success, numPassedTests } = JSON.parse(await readFile(report, 'utf8'));
    expect({ success, many: numPassedTests > 30 }).toEqual({ success: true, many: true });
  },
);

testWith({ 'installed package': installed })(
  'the client has its types, and works with a running stack; it needs zod alone',
  async (found) => {
    const cwd = found['installed package'];
    const source = await readFile(new URL('./use-client.ts', import.meta.url), 'utf8');
    await mkdir(join(cwd, 'program'));
    await writeFile(join(cwd, 'program/package.json'), '{ "type": "module" }\n');
    await writeFile(
      join(cwd, 'program/use-client.ts'),
      source.replace("'@wattline/api/published'", "'wattline/client'"),
    );
    const node = nodeIn(cwd);
    const compile = (...more: string[]) =>
      faultsIn(node('typescript/bin/tsc', ...strict, '--types', '', ...more, 'program/use-client.ts'));
    expect(await compile()).toBe('');
    expect(await compile('--noEmit', '--module', 'esnext', '--moduleResolution', 'bundler')).toBe('');

    const client = join(cwd, 'node_modules/wattline/client');
    const files = globSync('**/*.{js,d.ts}', { cwd: client });
    expect(files.length).toBeGreaterThan(10);
    for (const file of files) {
      const text = await readFile(join(client, file), 'utf8');
      const named = [...text.matchAll(/(?:from|import)\s*\(?\s*['"]([^.'"][^'"]*)['"]/g)].map(
        ([, name]) => name,
      );
      expect([file, named.filter((name) => name !== 'zod')]).toEqual([file, []]);
    }

    const token = 'write-token-of-this-test';
    const stack = await startStack({ sample: false, environment: { WATTLINE_WRITE_TOKEN: token } });
    try {
      const args = [join(cwd, 'program/use-client.js'), stack.url, stack.serving, token];
      const { stdout } = await run(process.execPath, args, { cwd, env });
      expect(JSON.parse(stdout)).toMatchObject({
        status: 'sealed',
        datasets: ['plant'],
        rows: 24 * 14 * 2,
        isWhole: true,
        mean: 7.25,
        refused: [[2, 'TIME_UNREADABLE']],
        codes: ['RUN_UNKNOWN', 'TOKEN_WRONG', 'SERVER_UNREACHABLE', 'SERVER_INVALID'],
      });
    } finally {
      await stack.stop();
    }
  },
);

/** The module that stands for `wattline/transform` in a program of the project, compiled without Node's types. */
const compileTransformUser = async (cwd: string): Promise<string> => {
  const source = await readFile(new URL('./use-transform.ts', import.meta.url), 'utf8');
  await mkdir(join(cwd, 'transforming'));
  await writeFile(join(cwd, 'transforming/package.json'), '{ "type": "module" }\n');
  await writeFile(
    join(cwd, 'transforming/use-transform.ts'),
    source.replace("'@wattline/online-transform'", "'wattline/transform'"),
  );
  const compiled = nodeIn(cwd)(
    'typescript/bin/tsc',
    ...strict,
    '--types',
    '',
    'transforming/use-transform.ts',
  );
  expect(await faultsIn(compiled)).toBe('');
  return join(cwd, 'transforming/use-transform.js');
};

const vectors = readFile(join(root, 'packages/transform/vectors/rows.json'), 'utf8');

testWith({ 'installed package': installed })(
  'the online transform has its types, imports nothing, and makes the vectors of the release again',
  async (found) => {
    const cwd = found['installed package'];
    const program = await compileTransformUser(cwd);
    const { remake } = (await import(pathToFileURL(program).href)) as typeof import('./use-transform.ts');
    const { same, different } = remake(JSON.parse(await vectors));
    expect(different).toEqual([]);
    expect(same).toBeGreaterThan(5_000);
    const module = await readFile(join(cwd, 'node_modules/wattline/transform/index.js'), 'utf8');
    expect(module).not.toMatch(/^\s*import\b/m);
  },
);
