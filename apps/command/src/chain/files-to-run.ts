import { glob, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { formatNames, hasKnownEnding } from '@wattline/engine/formats';
import { UsageError } from '@wattline/errors';

const missing = (name: string, message: string, remedy: string, cause?: unknown): UsageError =>
  new UsageError('FILE_MISSING', message, { place: { file: name }, remedy, cause });

const isVisible = (name: string): boolean => !name.split('/').some((part) => part.startsWith('.'));

const filesIn = async (folder: string): Promise<string[]> => {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries.filter(
    (entry) => entry.isFile() && isVisible(entry.name) && hasKnownEnding(entry.name),
  );
  if (files.length > 0) return files.map(({ name }) => join(folder, name)).sort();
  throw missing(
    folder,
    `there is no file in ${folder} that can be read`,
    `name a folder of files: ${formatNames}`,
  );
};

const matching = async (pattern: string, cause: unknown): Promise<string[]> => {
  const files: string[] = [];
  if (/[*?[{]/.test(pattern))
    for await (const file of glob(pattern))
      if (isVisible(file) && (await stat(file)).isFile()) files.push(file);
  if (files.length > 0) return files.sort();
  throw missing(pattern, `there is no file ${pattern}`, 'check the path', cause);
};

/** The files that names stand for, each once: files as they are, those of folders and patterns in the order of their names. */
export const filesToRun = async (names: readonly string[]): Promise<string[]> => {
  const files: string[] = [];
  for (const name of names) {
    const found = await stat(name).catch((cause: unknown) => cause);
    if (found instanceof Error) files.push(...(await matching(name, found)));
    else
      files.push(
        ...((found as Awaited<ReturnType<typeof stat>>).isDirectory() ? await filesIn(name) : [name]),
      );
  }
  return [...new Set(files)];
};
