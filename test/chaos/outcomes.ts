import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../support/command.ts';
import { folderBytes } from '../support/folder-bytes.ts';

interface ListedRun {
  readonly run: string;
  readonly dataset: string;
  readonly status: string;
  readonly version?: string;
  readonly error?: { readonly code: string; readonly message: string; readonly remedy: string };
}

const ended = ['sealed', 'superseded', 'rejected', 'failed', 'cancelled'];

/** Every run that the command lists, by dataset. */
export const listRuns = async (dataDir: string): Promise<Map<string, ListedRun[]>> => {
  const { status, stdout, stderr } = await runCommand(['runs', '--json', '--data-dir', dataDir]);
  if (status !== 0) throw new Error(`wattline runs ended with ${status}: ${stderr}`);
  return Map.groupBy(JSON.parse(stdout) as ListedRun[], ({ dataset }) => dataset);
};

/** Datasets whose one run has not ended. */
export const unended = (
  datasets: readonly string[],
  runs: ReadonlyMap<string, readonly ListedRun[]>,
): string[] =>
  datasets.flatMap((dataset) => {
    const found = runs.get(dataset) ?? [];
    const open = found.filter(({ status }) => !ended.includes(status));
    if (found.length > 0 && open.length === 0) return [];
    return [`${dataset}: ${open.map(({ run, status }) => `${run} ${status}`).join(', ') || 'no run'}`];
  });

/** The bytes of a sealed version, which `wattline pull` verified, without the receipt: it has times in it. */
export const pulledBytes = async (
  dataDir: string,
  dataset: string,
  folder: string,
): Promise<Record<string, string>> => {
  const out = join(folder, dataset);
  const { status, stderr } = await runCommand(['pull', dataset, '--out', out, '--data-dir', dataDir]);
  if (status !== 0) return { 'wattline pull': stderr };
  const { 'receipt.json': _, ...bytes } = await folderBytes(out);
  return bytes;
};

/** Versions of a dataset that a reader could see. */
export const versionsOf = async (dataDir: string, dataset: string): Promise<string[]> =>
  (await readdir(join(dataDir, 'features', 'feature-sets', dataset)).catch(() => [])).filter((name) =>
    name.startsWith('version='),
  );

/** What the services logged as errors, for a reader of a failed test. */
export const loggedErrors = async (dataDir: string): Promise<string[]> => {
  const folder = join(dataDir, 'logs');
  const files = await readdir(folder).catch(() => []);
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
  return texts
    .flatMap((text) => text.split('\n').filter((line) => /"level":"?(50|60|error|fatal)/.test(line)))
    .slice(-20);
};

/** `sealed`, or how it ended otherwise and why; more where it is not as it must be. */
export const outcomeOf = (
  { dataset, isSound }: { readonly dataset: string; readonly isSound: boolean },
  runs: readonly ListedRun[],
  mayBeTwice: boolean,
): string => {
  const statuses = [...new Set(runs.map(({ status }) => status))].join(' and ');
  const errors = runs.flatMap(({ error }) => (error === undefined ? [] : [error]));
  const isReasoned = errors.length === runs.length && errors.every(({ code }) => code !== 'UNEXPECTED');
  const notes = [
    ...(isSound || !isReasoned ? errors.map(({ code, message }) => `${code}: ${message}`) : []),
    ...(isSound || isReasoned ? [] : ['without a reason']),
    ...(runs.length === 1 || mayBeTwice ? [] : [`${runs.length} runs`]),
  ];
  return [`${dataset} ${statuses}`, ...notes].join(', ');
};
