import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Finding, ingestFile, inspectFile, type Question } from '@wattline/engine';
import { explainColumn } from '@wattline/engine/preview';
import { RejectedError, UsageError } from '@wattline/errors';
import {
  formatSpec,
  isPresetName,
  preset,
  presetNames,
  presetText,
  type Spec,
  specJsonSchema,
} from '@wattline/spec';
import { print, printJson } from '../print.ts';
import { columnText } from '../text/column.ts';
import { evidenceLine, questionLine } from '../text/reading.ts';

interface Found {
  readonly spec: Spec;
  readonly evidence: readonly Finding[];
  readonly questions: readonly Question[];
  readonly warnings: readonly string[];
}

/** What ingest would work by, found out from the whole file; where the file leaves something open, from a look at it. */
const inferredFrom = async (file: string): Promise<Found> => {
  const folder = await mkdtemp(join(tmpdir(), 'wattline-spec-'));
  try {
    const { plan, receipt } = await ingestFile({ path: file, name: file, folder });
    return { ...receipt, spec: plan.spec };
  } catch (error) {
    if (!(error instanceof RejectedError) || error.code !== 'FILE_AMBIGUOUS') throw error;
    return await inspectFile({ path: file, name: file, scratch: join(folder, 'look') });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const comments = (heading: string, lines: readonly string[]): string =>
  lines.length === 0 ? '' : `\n# ${heading}\n${lines.map((line) => `#   ${line}\n`).join('')}`;

/** A spec with what was found, why, and what is open, as comments. */
const withEvidence = ({ spec: found, evidence, questions, warnings }: Found): string =>
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
const printWhy = async (file: string, column: string, json: boolean): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'wattline-spec-'));
  try {
    const found = await explainColumn({ path: file, name: file, folder, column });
    if (!('role' in found))
      throw new UsageError('COLUMN_UNKNOWN', `${file} has no column ${JSON.stringify(column)}`, {
        place: { file, column },
        remedy: `name one of its columns: ${found.columns.join(', ')}`,
      });
    const { columns: _, ...explained } = found;
    if (json) printJson(explained);
    else print(columnText(explained));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** `wattline spec`: a preset as it is written, comments and all, what is inferred from a file, or the JSON Schema. */
export const spec = async (
  source: string | undefined,
  options: { json?: boolean; schema?: boolean; why?: string },
): Promise<void> => {
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
  if (options.why !== undefined) return await printWhy(source, options.why, options.json === true);
  const found = await inferredFrom(source);
  if (options.json === true) printJson(found.spec);
  else print(withEvidence(found));
};
