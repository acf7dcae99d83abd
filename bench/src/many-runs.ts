import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { measure } from './measure.ts';
import { referenceFile, root, shown, work } from './paths.ts';

const AT_ONCE = 16;
const DATASETS = 50;

const filesBelow = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));

/** A run's id, as long as a real one. */
export const runOf = (number: number): string => number.toString(16).padStart(20, '0');

const FIRST_UPLOAD = Date.UTC(2026, 0, 1);

/** A version's name, as long as a real one. */
const versionOf = (number: number): string => (number + 1).toString(16).padStart(16, '0');

/**
 * A data folder whose ledger has so many sealed runs of many datasets: one that was really made, written again under
 * other ids. Only the ledger is written; there is one feature set. `versions`: all are of one dataset, and each has a
 * version of its own, of which the manifest alone is written.
 */
export const makeManyRuns = async (
  count: number,
  log: (text: string) => void,
  { versions = false }: { readonly versions?: boolean } = {},
): Promise<string> => {
  const data = join(work, versions ? 'versions-data' : 'status-data');
  await rm(data, { recursive: true, force: true });
  const file = shown(await referenceFile());
  const { stdout } = await measure({
    program: join('node_modules', '.bin', 'wattline'),
    args: ['run', file, '--dataset', 'first', '--json', '--data-dir', shown(data)],
  });
  const { run, version, upload } = JSON.parse(stdout) as {
    run: string;
    version: string;
    upload: { at: string };
  };
  const sets = join(data, 'features', 'feature-sets', 'first');
  const manifest = await readFile(join(sets, `version=${version}`, 'manifest.json'), 'utf8');
  const source = join(root, shown(data), 'results', 'runs', run);
  const documents = await Promise.all(
    (await filesBelow(source)).map(async (path) => ({
      path,
      text: await readFile(join(source, path), 'utf8'),
    })),
  );
  log(`  ${documents.length} documents a run, ${count} runs`);
  const numbers = Array.from({ length: count }, (_, number) => number).values();
  const writeRuns = async (): Promise<void> => {
    for (const number of numbers) {
      const at = new Date(FIRST_UPLOAD + number * 60_000).toISOString();
      const target = join(data, 'results', 'runs', runOf(number));
      for (const { path, text } of documents) {
        await mkdir(dirname(join(target, path)), { recursive: true });
        const own = text
          .replaceAll(run, runOf(number))
          .replaceAll(upload.at, at)
          .replaceAll(version, versions ? versionOf(number) : version)
          .replaceAll('"dataset":"first"', versions ? '$&' : `"dataset":"dataset-${number % DATASETS}"`);
        await writeFile(join(target, path), own);
      }
      if (!versions) continue;
      const folder = join(sets, `version=${versionOf(number)}`);
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, 'manifest.json'), manifest.replaceAll(version, versionOf(number)));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, writeRuns));
  await rm(source, { recursive: true });
  return data;
};
