import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { wattline } from '../candidates.ts';
import { measure } from '../measure.ts';
import { root, work } from '../paths.ts';
import { Recorded } from './recorded.ts';

const recorder = pathToFileURL(join(import.meta.dirname, 'record-steps.ts'));
const command = join(root, 'apps/command/bin/wattline.js');

/** What each process of one run took, step by step, and how long the run was. */
export const profileRun = async (
  file: string,
  spec: string,
): Promise<{ readonly seconds: number; readonly processes: readonly Recorded[] }> => {
  await mkdir(work, { recursive: true });
  const folder = await mkdtemp(join(work, 'steps-'));
  const entry = wattline(file, spec);
  try {
    await entry.clear();
    const url = new URL(recorder);
    url.searchParams.set('folder', folder);
    const { seconds } = await measure({
      ...entry.command,
      program: join('node_modules', '.bin', 'node'),
      args: [`--import=${url.href}`, command, ...entry.command.args],
    });
    const names = await readdir(folder);
    const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
    return { seconds, processes: texts.map((text) => Recorded.parse(JSON.parse(text))) };
  } finally {
    await rm(folder, { recursive: true });
    await entry.clear();
  }
};
