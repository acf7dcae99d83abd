import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import type { Finished, Run } from './command.ts';

/** Starts programs on this machine, with this environment. */
export const createRun =
  (env: NodeJS.ProcessEnv): Run =>
  async ({ program, args, input, shown = false }) => {
    const output = shown ? 'inherit' : 'pipe';
    const child = spawn(program, args, {
      env,
      stdio: [input === undefined ? 'inherit' : 'pipe', output, output],
    });
    child.stdin?.on('error', () => {}); // It ended before it had read all: its status says why.
    child.stdin?.end(input);
    const ended = new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve(code ?? 1));
    });
    try {
      const [status, stdout, stderr] = await Promise.all([
        ended,
        child.stdout ? text(child.stdout) : '',
        child.stderr ? text(child.stderr) : '',
      ]);
      return { status, stdout, stderr };
    } catch (error) {
      return {
        status: -1,
        stdout: '',
        stderr: error instanceof Error ? error.message : String(error),
      } satisfies Finished;
    }
  };
