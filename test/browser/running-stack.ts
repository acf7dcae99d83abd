import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from '../support/until.ts';

const bin = fileURLToPath(new URL('../../apps/command/bin/wattline.js', import.meta.url));

export interface RunningStack {
  /** The page's address, without a slash at its end. */
  readonly url: string;
  /** Where rows are served, without a slash at its end. */
  readonly serving: string;
  readonly dataDir: string;
  /** Stops it; its data go too, unless they are to be kept for another start. */
  stop(options?: { readonly keepData?: boolean }): Promise<void>;
}

interface StackOptions {
  readonly dataDir?: string;
  /** Default: any free one. */
  readonly port?: string;
  readonly sample?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
}

/** `wattline up` on a folder of its own. Resolves when the page can be opened. */
export const startStack = async (options: StackOptions = {}): Promise<RunningStack> => {
  const { port = '0', sample = true, environment = {} } = options;
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'wattline-browser-')));
  const args = [bin, 'up', '--data-dir', dataDir, '--port', port, ...(sample ? [] : ['--no-sample'])];
  const child = spawn(process.execPath, args, { env: { ...process.env, NO_COLOR: '1', ...environment } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text: Buffer) => {
      output += text.toString();
    });
  }
  const ended = new Promise((resolve) => child.once('close', resolve));
  const url = await until('the page has an address', () => {
    if (child.exitCode !== null) throw new Error(`wattline up ended early:\n${output}`);
    return /^the page is at (http:\S+?)\/?$/m.exec(output)?.[1];
  });
  const serving = await until(
    'rows have an address',
    () => /^rows are served at (http:\/\/[^/\s]+)/m.exec(output)?.[1],
  );
  return {
    url,
    serving,
    dataDir,
    stop: async ({ keepData = false } = {}) => {
      child.kill('SIGINT');
      await ended;
      if (!keepData) await rm(dataDir, { recursive: true, force: true });
    },
  };
};
