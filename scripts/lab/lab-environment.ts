import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TransientError } from '@wattline/errors';
import type { Python } from './find-python.ts';

/** The environment's own Python. */
const pythonOf = (folder: string): string =>
  process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');

const runStep = async (command: string, args: readonly string[], what: string): Promise<void> => {
  const child = spawn(command, args, { stdio: ['ignore', 2, 2] });
  const [end] = (await Promise.race([once(child, 'close'), once(child, 'error')])) as [unknown];
  if (end === 0) return;
  throw new TransientError('LAB_NOT_INSTALLED', `${what} failed`, {
    remedy: 'see what is said above; check the network and the package index, then run the command again',
    ...(end instanceof Error && { cause: end }),
  });
};

/**
 * The virtual environment of the notebook, in `.venv/lab` below the root: made where it is missing, or where the
 * requirements or the Python changed. Every package is pinned, with its hash; the client is the repository's own.
 * @returns the path of its Python
 * @throws TransientError where it cannot be installed
 */
export const labEnvironment = async (
  root: string,
  python: Python,
  say: (text: string) => void,
): Promise<string> => {
  const requirements = join(root, 'notebooks', 'requirements.txt');
  const folder = join(root, '.venv', 'lab');
  const stamp = join(folder, '.wattline-lab');
  const wanted = createHash('sha256').update(readFileSync(requirements)).update(python.version).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return pythonOf(folder);
  say('wattline: installing the notebook’s Python packages into .venv/lab, once (a minute or two)');
  rmSync(folder, { recursive: true, force: true });
  await runStep(python.command, ['-m', 'venv', folder], 'making the virtual environment');
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input'];
  const pinned = ['--require-hashes', '--only-binary=:all:', '--requirement', requirements];
  await runStep(pythonOf(folder), [...install, ...pinned], 'the installation of the Python packages');
  // As it is in the repository: an edit of the client counts at once.
  for (const site of globSync(['lib/python*/site-packages', 'Lib/site-packages'], { cwd: folder }))
    writeFileSync(join(folder, site, 'wattline.pth'), `${join(root, 'clients/python/src')}\n`);
  // Jupyter brings a CommonJS script of its own; the project's package.json would make a module of it.
  writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs" }\n');
  writeFileSync(stamp, wanted);
  return pythonOf(folder);
};
