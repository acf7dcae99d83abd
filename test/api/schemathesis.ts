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

const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
].join(',');

/** What is checked of each answer, over some examples of each operation. */
export const SETTINGS = [
  '--checks',
  CHECKS,
  '--seed',
  '1',
  '--max-examples',
  '10',
  '--continue-on-failure',
  '--request-timeout',
  '300',
  '--generation-database',
  ':memory:',
];

/** Runs it over the description of a running service, or over `document` in its place. What it printed, and how it ended. */
export const runSchemathesis = async (
  schemathesis: string,
  origin: string,
  args: readonly string[],
  document?: string,
): Promise<{ readonly status: number | null; readonly printed: string }> => {
  const described =
    document === undefined
      ? [`${origin}/api/v1/openapi.json`, '--origin', origin]
      : [document, '--url', `${origin}/api/v1`];
  const child = spawn(schemathesis, ['run', ...described, '--no-color', ...args], {
    cwd: tmpdir(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Buffer) => {
      printed += text.toString();
    });
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
  // A request may be as long as a request can be.
  return { status, printed: printed.replace(/^(.{400}).+$/gm, '$1 …') };
};
