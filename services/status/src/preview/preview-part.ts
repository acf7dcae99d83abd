import { fork } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Preview } from '@wattline/api';
import { RejectedError } from '@wattline/errors';
import type { PreviewAnswer } from './child.ts';
import type { PreviewTask } from './inspect-part.ts';

export interface PreviewOptions {
  /** A folder for the part while it is looked at. */
  readonly scratch: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

const CHILD = fileURLToPath(new URL('./child.ts', import.meta.url));
const MAX_HEAP_MIB = 512;

const unreadable = (name: string, message: string): RejectedError =>
  new RejectedError('PREVIEW_FAILED', message, {
    place: { file: name },
    remedy: 'upload the file as it is: its run tells what is wrong with it',
  });

/** Nothing of this process's surroundings but where programs and time zones are. */
const environment = (): NodeJS.ProcessEnv => ({
  ...(process.env.PATH !== undefined && { PATH: process.env.PATH }),
  ...(process.env.TZ !== undefined && { TZ: process.env.TZ }),
});

/** A process of its own: what a hostile file does to Polars, it does there, and there alone. */
const inChild = (task: PreviewTask, { timeoutMs, signal }: PreviewOptions): Promise<PreviewAnswer> => {
  const child = fork(CHILD, [], {
    cwd: task.folder,
    env: environment(),
    execArgv: [`--max-old-space-size=${MAX_HEAP_MIB}`],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
    ...(signal && { signal }),
  });
  return new Promise((resolve, reject) => {
    let answer: PreviewAnswer | undefined;
    child.once('message', (said) => {
      answer = said as PreviewAnswer;
    });
    child.once('error', reject);
    child.once('exit', (_code, how) => {
      if (answer !== undefined) resolve(answer);
      else if (how === 'SIGKILL' && signal?.aborted !== true)
        reject(unreadable(task.name, `${task.name} took longer to look at than ${timeoutMs} ms`));
      else reject(unreadable(task.name, `${task.name} cannot be looked at`));
    });
    child.send(task);
  });
};

/**
 * The spec that would be inferred from the first part of a file, or the one given, and the first feature rows. Nothing
 * stays. The spec's text must be one without problems. Throws RejectedError as a run of the file would.
 */
export const previewPart = async (
  part: { readonly bytes: Uint8Array; readonly name: string; readonly specText?: string },
  options: PreviewOptions,
): Promise<Preview> => {
  const { bytes, name, specText } = part;
  await mkdir(options.scratch, { recursive: true });
  const folder = await mkdtemp(join(options.scratch, 'preview-'));
  try {
    const path = join(folder, 'upload');
    await writeFile(path, bytes);
    const answer = await inChild(
      { folder, path, name, ...(specText !== undefined && { specText }) },
      options,
    );
    if ('preview' in answer) return answer.preview;
    const { code, message, place, remedy } = answer.error;
    if (answer.rejected) throw new RejectedError(code, message, { place, remedy });
    throw unreadable(name, `${name} cannot be looked at: ${code}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
