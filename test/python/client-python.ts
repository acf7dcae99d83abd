import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { lookFor, type Tool } from '@wattline/test-tools';
import { makePythonEnvironment } from '../support/python-environment.ts';

const run = promisify(execFile);

/** The path of a file beside this one. */
export const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** The client as it is in the repository. */
export const clientSources = here('../../clients/python/src');

export const clientPython: Tool = await lookFor(async () =>
  (await makePythonEnvironment('python-client', here('requirements.txt')))('python'),
);

/** What a script that uses the client prints last, as JSON. `site` is where the client is. */
export const runScript = async <Result>(
  program: string,
  site: string,
  name: string,
  args: readonly string[],
): Promise<Result> => {
  const env = { ...process.env, PYTHONPATH: site, WATTLINE_SERVER: undefined, WATTLINE_TOKEN: undefined };
  const { stdout } = await run(program, [here(name), ...args], { env, maxBuffer: 64_000_000 });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Result;
};
