import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { FolderInUse, type FolderLock, lockFolder } from '@wattline/backend-local';
import { until } from './until.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../.venv/', import.meta.url));

/** The path of a program of the environment. */
export type FindProgram = (name: string) => string;

const programIn = (folder: string, name: string): string =>
  process.platform === 'win32' ? join(folder, 'Scripts', `${name}.exe`) : join(folder, 'bin', name);

/** An index may lack a package for a moment, of which pip does not ask again. */
const again = async (install: () => Promise<unknown>, waitsMs = [5_000, 30_000]): Promise<void> => {
  for (const waitMs of waitsMs) {
    try {
      await install();
      return;
    } catch {
      await setTimeout(waitMs);
    }
  }
  await install();
};

const install = async (folder: string, requirements: string): Promise<void> => {
  try {
    await run(process.env.WATTLINE_PYTHON ?? 'python3', ['-m', 'venv', folder]);
  } catch (cause) {
    throw new Error(
      'python3 with venv is needed\n  remedy: install Python 3.10 or newer, and on Debian its package python3-venv',
      { cause },
    );
  }
  const pip = [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    // What is used is compiled as it is imported: the rest of it takes longer than to install it.
    '--no-compile',
    '--retries=10',
    '--timeout=60',
    '--requirement',
    requirements,
  ];
  try {
    await again(() => run(programIn(folder, 'python'), pip, { maxBuffer: 64_000_000 }));
  } catch (error) {
    const printed = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
    const last = printed.trim().split('\n').at(-1) ?? '';
    throw new Error(`its packages cannot be installed from PyPI: ${last}`);
  }
};

const installNew = async (
  name: string,
  { folder, requirements, stamp }: Readonly<Record<'folder' | 'requirements' | 'stamp', string>>,
): Promise<void> => {
  process.stderr.write(`installing ${name} from PyPI, once\n`);
  await rm(folder, { recursive: true, force: true });
  await install(folder, requirements);
  await mkdir(`${stamp}.part`);
  await rename(`${stamp}.part`, stamp);
};

/** Test files run side by side, and may want the same environment. */
const waitForTurn = (folder: string): Promise<FolderLock> =>
  until(
    `another process has installed ${folder}`,
    () => {
      try {
        return lockFolder(`${folder}.lock`);
      } catch (error) {
        if (error instanceof FolderInUse) return undefined;
        throw error;
      }
    },
    900_000,
  );

/**
 * A Python environment with exactly these requirements, kept for the next time. Throws where there is no Python, or
 * PyPI does not answer.
 */
export const makePythonEnvironment = async (name: string, requirements: string): Promise<FindProgram> => {
  const hash = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex');
  const folder = join(root, `${name}-${hash.slice(0, 12)}`);
  // Written last: without it, the installation was broken off.
  const stamp = join(folder, 'installed');
  if (!existsSync(stamp)) {
    const lock = await waitForTurn(folder);
    try {
      if (!existsSync(stamp)) await installNew(name, { folder, requirements, stamp });
    } finally {
      lock.release();
    }
  }
  return (program) => programIn(folder, program);
};
