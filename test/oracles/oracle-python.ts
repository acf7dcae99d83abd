import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { lookFor, type Tool } from '@wattline/test-tools';
import { makePythonEnvironment } from '../support/python-environment.ts';

const run = promisify(execFile);
const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** What others make features and models with. */
export const oraclePython: Tool = await lookFor(async () =>
  (await makePythonEnvironment('oracles', here('requirements.txt')))('python'),
);

/** What a script beside this file prints last, as JSON. */
export const runOracle = async <Result>(
  program: string,
  name: string,
  args: readonly string[],
): Promise<Result> => {
  const { stdout } = await run(program, [here(name), ...args], { maxBuffer: 64_000_000 });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Result;
};
