import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { readConfig } from './config.ts';
import { openBackend } from './open-backend.ts';

const needs = { stores: ['results'], queues: [] } as const;

const makeFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'wattline-service-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

test('a spec that was copied into the staging folder is taken at once, where there is one', async () => {
  const folder = await makeFolder();
  const environment = { WATTLINE_DATA_DIR: folder };
  const backend = await openBackend(readConfig(environment), environment, needs);
  try {
    const copied = join(folder, 'staging/staging-directory/town');
    await mkdir(copied, { recursive: true });
    await backend.takeSpec?.('town');
    expect(await backend.stores.staging.head('staging-directory/town/wattline.yaml')).toBeUndefined();
    await writeFile(join(copied, 'wattline.yaml'), 'preset: power-consumption\n');
    await backend.takeSpec?.('town');
    expect(await backend.stores.staging.head('staging-directory/town/wattline.yaml')).toMatchObject({
      versionId: expect.any(String),
    });
  } finally {
    await backend.close();
  }
});

const open = (environment: NodeJS.ProcessEnv) => openBackend(readConfig(environment), environment, needs);

test('a setting that S3 needs and lacks is named', async () => {
  await expect(open({ WATTLINE_PREFIX: '' })).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringMatching(/WATTLINE_PREFIX: must be.*\n.*AWS_REGION: is missing/),
  });
  const scratch = join(await makeFolder(), 'absent');
  await expect(
    open({ WATTLINE_PREFIX: 'wattline-test', AWS_REGION: 'eu-central-1', WATTLINE_SCRATCH: scratch }),
  ).rejects.toMatchObject({
    code: 'SCRATCH_UNUSABLE',
    remedy: expect.stringContaining('WATTLINE_SCRATCH'),
  });
});

test('a backend on this machine opens without the SDK, and none of the servers', async () => {
  const folder = await makeFolder();
  const script = `
    import { registerHooks } from 'node:module';
    const seen = [];
    registerHooks({ resolve(name, context, next) { seen.push(name); return next(name, context); } });
    const { openBackend, readConfig } = await import(${JSON.stringify(new URL('./index.ts', import.meta.url))});
    const backend = await openBackend(readConfig(process.env), process.env, ${JSON.stringify(needs)});
    await backend.close();
    console.log(JSON.stringify(seen));
  `;
  const { WATTLINE_PREFIX: _, ...environment } = process.env;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...environment, WATTLINE_DATA_DIR: folder },
  });
  const seen = JSON.parse(stdout) as string[];
  expect(seen).toContain('@wattline/backend-local');
  expect(seen.filter((name) => /aws|smithy|hono|prom-client/.test(name))).toEqual([]);
});
