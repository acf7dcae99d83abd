import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findDocker, LOCALSTACK_IMAGE } from '@wattline/backend-aws/testing/set-up';
import { lookFor, type Tool } from '@wattline/test-tools/look-for';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The name of the compose project and the tag of its images, which are built. */
    images: Tool;
  }
}

const run = promisify(execFile);
const composeFile = fileURLToPath(new URL('../../docker/compose.yaml', import.meta.url));
const dockerfile = new URL('../../docker/Dockerfile', import.meta.url);

const isHere = (image: string): Promise<boolean> =>
  run('docker', ['image', 'inspect', image]).then(
    () => true,
    () => false,
  );

/** The last line of what a program printed says what was wrong; all of it is too much for one line. */
const runQuietly = async (what: string, program: string, args: readonly string[], env = process.env) => {
  try {
    await run(program, [...args], { env, maxBuffer: 256_000_000 });
  } catch (error) {
    const printed = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
    const last = printed.trim().split('\n').at(-1) ?? '';
    throw new Error(`${what}: ${last}`);
  }
};

const pullMissing = async (): Promise<void> => {
  const [, base] = /^FROM (\S+)/m.exec(await readFile(dockerfile, 'utf8')) ?? [];
  for (const image of [LOCALSTACK_IMAGE, base ?? '']) {
    if (await isHere(image)) continue;
    await runQuietly(`the image ${image} cannot be pulled`, 'docker', ['pull', '--quiet', image]);
  }
};

/** Builds the services' images. Where Docker, an image or a registry is missing, their tests say so. */
export default async function buildImages(project: TestProject): Promise<() => Promise<void>> {
  const name = `wattline-test-${randomBytes(4).toString('hex')}`;
  const env = { ...process.env, WATTLINE_IMAGE_TAG: name };
  const compose = ['compose', '--project-name', name, '--file', composeFile];
  const docker = await findDocker();
  const images =
    'missing' in docker
      ? docker
      : await lookFor(async () => {
          await pullMissing();
          await runQuietly('the images cannot be built', 'docker', [...compose, 'build'], env);
          return name;
        });
  project.provide('images', images);
  return async () => {
    if ('missing' in images) return;
    // Also what a broken-off test left running. Its own images alone: LocalStack's stays for the next time.
    const own = (await run('docker', ['image', 'ls', '--quiet', '--filter', `reference=wattline/*:${name}`]))
      .stdout;
    try {
      await run('docker', [...compose, 'down', '--volumes', '--remove-orphans', '--timeout', '0'], { env });
      await run('docker', ['image', 'rm', '--force', ...new Set(own.split('\n').filter((id) => id !== ''))]);
    } catch (error) {
      process.stderr.write(`${name} could not be removed: ${String(error)}\n`);
    }
  };
}
