import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { lookFor, type Tool } from '@wattline/test-tools';
import { makePythonEnvironment } from '../support/python-environment.ts';

const requirements = fileURLToPath(new URL('./requirements.txt', import.meta.url));

/** Installed from PyPI where it is not yet. */
export const schemathesisTool: Tool = await lookFor(async () =>
  (await makePythonEnvironment('schemathesis', requirements))('schemathesis'),
);

/** Runs it over the description of a running service. What it printed, and how it ended. */
export const runSchemathesis = async (
  schemathesis: string,
  origin: string,
  args: readonly string[],
): Promise<{ readonly status: number | null; readonly printed: string }> => {
  const child = spawn(
    schemathesis,
    ['run', `${origin}/api/v1/openapi.json`, '--origin', origin, '--no-color', ...args],
    { cwd: tmpdir(), stdio: ['ignore', 'pipe', 'pipe'] },
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
