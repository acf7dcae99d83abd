import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';

const run = promisify(execFile);
const SCRIPT = fileURLToPath(new URL('../../scripts/stack.mjs', import.meta.url));

/** The script with a `docker` that only writes down what it is called with. */
const openScript = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'wattline-stack-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const docker = join(folder, 'docker');
  const calls = join(folder, 'calls');
  await writeFile(docker, `#!/bin/sh\necho "$@" >> '${calls}'\n`);
  await chmod(docker, 0o755);
  const tokenFile = join(folder, 'token.env');
  const env = {
    ...process.env,
    PATH: `${folder}${delimiter}${process.env.PATH ?? ''}`,
    WATTLINE_STACK_TOKEN_FILE: tokenFile,
    WATTLINE_STATUS_PORT: '9090',
  };
  return {
    tokenFile,
    calls: () => readFile(calls, 'utf8'),
    run: async (...args: string[]) => (await run(process.execPath, [SCRIPT, ...args], { env })).stdout,
  };
};

test('the stack’s token is made at its first start, kept, and readable by its user alone', async () => {
  const script = await openScript();
  const first = await script.run('up');
  const [, token = ''] = /^The page: http:\/\/127\.0\.0\.1:9090\/#token=(.+)$/m.exec(first) ?? [];
  expect(token).toMatch(/^[\w-]{43}$/);
  expect(await readFile(script.tokenFile, 'utf8')).toContain(`WATTLINE_ADMIN_TOKEN=${token}\n`);
  expect((await stat(script.tokenFile)).mode & 0o777).toBe(0o600);
  expect(await script.run('up')).toBe(first);
  expect(await script.calls()).toMatch(/up --build --wait/);
  const other = await openScript();
  expect(await other.run('up')).not.toBe(first);
});

test('stopping the stack says that its data is lost, and how to keep it', async () => {
  const script = await openScript();
  const said = await script.run('down');
  expect(said).toMatch(/deletes all uploads, runs and feature sets/);
  expect(said).toMatch(/pull DATASET --out DIR/);
  expect(await script.calls()).toMatch(/down --volumes/);
});
