import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const requirements = fileURLToPath(new URL('./requirements.txt', import.meta.url));
const folder = join(root, '.venv', 'schemathesis');

const binary = (name: string): string =>
  process.platform === 'win32' ? join(folder, 'Scripts', `${name}.exe`) : join(folder, 'bin', name);

const isDone = (command: string, args: readonly string[]): boolean =>
  spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;

/** In a virtual environment of its own, made where it is missing or other packages are wanted. */
const install = (): boolean => {
  const stamp = join(folder, '.wattline-requirements');
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return true;
  rmSync(folder, { recursive: true, force: true });
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--require-hashes'];
  const done =
    isDone(process.env.WATTLINE_PYTHON ?? 'python3', ['-m', 'venv', folder]) &&
    isDone(binary('python'), [...pip, '--requirement', requirements]);
  if (done) writeFileSync(stamp, wanted);
  return done;
};

/** Whether Schemathesis can be run. Without Python or a package index its test is skipped, never in CI. */
export const hasSchemathesis = (): boolean => {
  if (install()) return true;
  if (process.env.CI === 'true') throw new Error('Schemathesis cannot be installed: see what is said above');
  process.stderr.write('Schemathesis cannot be installed: the test of the API’s description is skipped.\n');
  return false;
};

/** Runs it over the description of a running service. What it printed, and how it ended. */
export const runSchemathesis = async (
  origin: string,
  args: readonly string[],
): Promise<{ readonly status: number | null; readonly printed: string }> => {
  const child = spawn(
    binary('schemathesis'),
    ['run', `${origin}/api/v1/openapi.json`, '--origin', origin, '--no-color', ...args],
    { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Buffer) => {
      printed += text.toString();
    });
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
  // A request may be as long as a request can be.
  return { status, printed: printed.replace(/^(.{400}).+$/gm, '$1 …') };
};
