import { existsSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { UsageError } from '@wattline/errors';
import { type FileWork, readLimits } from '@wattline/reader';
import { formatSpec, isPresetName, preset, presetNames, presetText, specJsonSchema } from '@wattline/spec';
import type { FoundSpec, SpecSource } from '../chain/infer-spec.ts';
import { runProcess } from '../chain/run-process.ts';
import { print, printJson } from '../print.ts';
import { columnText } from '../text/column.ts';
import { evidenceLine, questionLine } from '../text/reading.ts';

interface SpecOptions {
  readonly json?: boolean;
  readonly schema?: boolean;
  readonly why?: string;
  readonly dataset?: string;
  readonly dataDir: string;
}

/** What a dataset says of a file that is to join it. */
const ofDataset = async ({
  dataset,
  dataDir,
}: SpecOptions): Promise<Pick<SpecSource, 'specText' | 'soFar'>> => {
  if (dataset === undefined) return {};
  const { readBefore } = await import('@wattline/worker');
  const { withBackend } = await import('../chain/open.ts');
  return withBackend(dataDir, ({ stores }) => readBefore(stores, dataset), {
    needs: { stores: ['staging', 'results'], queues: [] },
  });
};

/** Reads a stranger's file in the process that may die of it. */
const inRunProcess = async <Result>(
  file: string,
  options: SpecOptions,
  read: (source: SpecSource, work: FileWork) => Promise<Result>,
): Promise<Result> => {
  const folder = await mkdtemp(join(tmpdir(), 'wattline-spec-'));
  try {
    const { size } = await stat(file);
    return await read(
      { path: resolve(file), name: file, folder, ...(await ofDataset(options)) },
      { file, folder, limits: readLimits(size) },
    );
  } finally {
    await runProcess().close();
    await rm(folder, { recursive: true, force: true });
  }
};

const comments = (heading: string, lines: readonly string[]): string =>
  lines.length === 0 ? '' : `\n# ${heading}\n${lines.map((line) => `#   ${line}\n`).join('')}`;

/** A spec with what was found, why, and what is open, as comments. */
const withEvidence = ({ spec: found, evidence, questions, warnings }: FoundSpec): string =>
  [
    formatSpec(found).trimEnd(),
    '\n',
    comments('Open questions: answer them here before the file is read', questions.map(questionLine)),
    comments('How the file was read, and why', evidence.map(evidenceLine)),
    comments('To be sure', warnings),
  ]
    .join('')
    .trimEnd();

/** Why a column of a file is what it is. */
const printWhy = async (file: string, column: string, options: SpecOptions): Promise<void> => {
  const found = await inRunProcess(file, options, (source, work) =>
    runProcess().run('explain', { ...source, column }, work),
  );
  if (!('role' in found))
    throw new UsageError('COLUMN_UNKNOWN', `${file} has no column ${JSON.stringify(column)}`, {
      place: { file, column },
      remedy: `name one of its columns: ${found.columns.join(', ')}`,
    });
  const { columns: _, ...explained } = found;
  if (options.json === true) printJson(explained);
  else print(columnText(explained));
};

/** `wattline spec`: a preset as it is written, comments and all, what is inferred from a file, or the JSON Schema. */
export const spec = async (source: string | undefined, options: SpecOptions): Promise<void> => {
  if (options.schema === true) {
    printJson(specJsonSchema());
    return;
  }
  if (source === undefined) {
    throw new UsageError('SPEC_MISSING', 'no file and no preset is named', {
      remedy: `name a file, or one of the presets: ${presetNames.join(', ')}`,
    });
  }
  if (isPresetName(source)) {
    if (options.json === true) printJson(preset(source));
    else print(presetText(source).trimEnd());
    return;
  }
  if (!existsSync(source)) {
    throw new UsageError('SPEC_MISSING', `there is no file and no preset ${source}`, {
      place: { file: source },
      remedy: `name a file, or one of the presets: ${presetNames.join(', ')}`,
    });
  }
  if (options.why !== undefined) return await printWhy(source, options.why, options);
  const found = await inRunProcess(source, options, (from, work) =>
    runProcess().run('inferSpec', from, work),
  );
  if (options.json === true) printJson(found.spec);
  else print(withEvidence(found));
};
