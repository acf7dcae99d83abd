import { join } from 'node:path';
import { type ErrorReport, RejectedError, reportError } from '@wattline/errors';
import { kindOf } from '@wattline/features';
import {
  answerEdits,
  editSpec,
  formatSpec,
  isAnswered,
  parseSpec,
  roleIn,
  type Spec,
  type SpecEdit,
  SpecError,
} from '@wattline/spec';
import {
  type FileInspection,
  type Ingested,
  ingestFile,
  inspectFile,
  type Question,
} from '../ingest/index.ts';
import { columnRole } from '../ingest/receipt.ts';
import { featureRows } from './feature-rows.ts';
import { type LookedAt, type LookedColumn, lookAtTable } from './look-at-table.ts';
import { readBy, type Trial, tryEdits } from './outcome.ts';
import type { DecidedFrom, FilePreview, OpenQuestion, PreviewColumn, PreviewError } from './preview.ts';
import { firstReadings } from './reading-cells.ts';
import { remediesFor } from './remedies.ts';
import { settingsOf } from './settings.ts';

export interface PreviewOptions {
  /** The whole file, or its first part. */
  readonly path: string;
  /** What messages call the file. */
  readonly name: string;
  /** Room for what is made of it. */
  readonly folder: string;
  /** A file that shows what the whole one does to those who look for how it is read; default: `path`. */
  readonly looksLike?: string | undefined;
  /** A smaller part, for trying things out; default: `path`. */
  readonly trialPath?: string | undefined;
  readonly decidedFrom: DecidedFrom;
  /** The dataset's spec; found out where it is absent. */
  readonly specText?: string | undefined;
  /** Changes of the spec, in order. */
  readonly edits?: readonly SpecEdit[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

const FIRST_ROWS = 20;
/** Remedies are tried for so long: the preview itself matters more. */
const TRIAL_MS = 8_000;
const NOTHING = { columns: [], rows: [] } as const;

const isRefusal = (error: unknown): error is RejectedError | SpecError =>
  error instanceof RejectedError || error instanceof SpecError;

/** What is found out of a file that brings no spec; where that fails, why. */
type Base =
  | { readonly text: string; readonly inferred?: FileInspection; readonly error?: undefined }
  | { readonly text: string; readonly inferred?: undefined; readonly error: ErrorReport };

const findBase = async (options: PreviewOptions, looked: LookedAt): Promise<Base> => {
  const { path, looksLike = path, name, folder, specText, signal } = options;
  if (specText !== undefined) return { text: specText };
  try {
    const inferred = await inspectFile({ path: looksLike, name, scratch: join(folder, 'look'), signal });
    return { text: formatSpec(inferred.spec), inferred };
  } catch (error) {
    if (!(error instanceof RejectedError)) throw error;
    return { text: editSpec('', likelyRoles(looked)), error: reportError(error) };
  }
};

/** What a form begins with where nothing certain is known: numbers are values, the first column of times is the time. */
const likelyRoles = ({ columns }: LookedAt): SpecEdit[] => {
  const time = columns.find(({ kind }) => kind === 'time')?.name;
  return columns.map(({ name, kind }) => ({
    column: name,
    role: name === time ? 'time' : kind === 'numeric' ? 'value' : 'ignored',
  }));
};

const parsed = (text: string): Spec | undefined => {
  try {
    return parseSpec(text, { file: 'wattline.yaml' });
  } catch (error) {
    if (error instanceof SpecError) return undefined;
    throw error;
  }
};

/** A category that a form names gets the words that its column has. */
const withWords = (edits: readonly SpecEdit[], { columns }: LookedAt): SpecEdit[] =>
  edits.map((edit) =>
    'role' in edit && edit.role === 'category' && edit.vocabulary === undefined
      ? { ...edit, vocabulary: [...(columns.find(({ name }) => name === edit.column)?.vocabulary ?? [])] }
      : edit,
  );

const askOpen = (trial: Trial, text: string, open: readonly Question[]): Promise<OpenQuestion[]> =>
  Promise.all(
    open.map(async ({ about, question, key, candidates, ...rest }) => {
      const choices: OpenQuestion['choices'][number][] = [];
      for (const label of candidates)
        choices.push(
          await tryEdits(trial, text, { label, edits: answerEdits({ about, key }, label), column: about }),
        );
      return { ...rest, about, question, key, choices };
    }),
  );

const helpWith = async (
  trial: Trial,
  text: string,
  error: ErrorReport,
  columns: readonly PreviewColumn[],
  timeFormat: string | undefined,
): Promise<PreviewError> => {
  const remedies: PreviewError['remedies'][number][] = [];
  const until = Date.now() + TRIAL_MS;
  for (const remedy of remediesFor(error, columns, timeFormat)) {
    if (Date.now() > until) break;
    const choice = await tryEdits(trial, text, remedy);
    if (choice.fits) remedies.push(choice);
  }
  return { ...error, remedies };
};

/** Reads the file as a run would: by its spec, and without one by what it shows. */
const read = async (
  options: PreviewOptions,
  { text, asFound }: { readonly text: string; readonly asFound: boolean },
): Promise<Ingested> => {
  const { path, name, folder, decidedFrom, signal } = options;
  const own = { path, name, folder: join(folder, 'readings'), signal };
  if (asFound && decidedFrom === 'whole') return await ingestFile(own);
  return await readBy(own, text, asFound);
};

const columnIn = (
  { vocabulary: _, ...column }: LookedColumn,
  text: string,
  spec: Spec | undefined,
): PreviewColumn => {
  const role = spec === undefined ? roleIn(text, column.name) : columnRole(column.name, spec);
  const own = role === 'value' ? spec?.values[column.name] : undefined;
  const known = own?.known ?? (role === 'category' ? spec?.categories[column.name]?.known : undefined);
  return {
    ...column,
    role: role === 'dropped' ? 'ignored' : role,
    ...(known !== undefined && { known }),
    ...(own !== undefined && {
      aggregate: own.aggregate,
      quantity: own.kind ?? 'gauge',
      aggregates: Object.keys(kindOf(own).meanings),
    }),
    ...(own?.missing !== undefined && { missing: own.missing }),
  };
};

/**
 * What a run would make of a file: how it is read and why, what is open, the first readings and feature rows. A file
 * that cannot be read by the spec is shown with the error and what would help. Throws RejectedError for what is no
 * table.
 */
export const previewFile = async (options: PreviewOptions): Promise<FilePreview> => {
  const { path, looksLike = path, trialPath = path, name, folder, specText, decidedFrom, signal } = options;
  const given = specText === undefined ? undefined : parsed(specText);
  const look = (by: Spec | undefined): Promise<LookedAt> =>
    lookAtTable({ path: looksLike, name, scratch: join(folder, 'table'), spec: by });
  const looked = await look(given);
  const edits = withWords(options.edits ?? [], looked);
  const base = await findBase(options, looked);
  const text = editSpec(base.text, edits);
  const spec = parsed(text);
  const asked = base.inferred?.questions ?? [];
  const open = asked.filter((question) => !isAnswered(question, edits));
  const asFound = specText === undefined && edits.length === 0;
  const isPart = trialPath !== path || decidedFrom === 'sample';
  const trial: Trial = { path: trialPath, isPart, name, folder, signal };
  const columns = looked.columns.map((column) => columnIn(column, text, spec));
  const shown = {
    kind: looked.kind,
    decidedFrom,
    columns,
    file: looked.first,
    evidence: base.inferred?.evidence ?? [],
    questions: await askOpen(trial, text, open),
  };
  const nothing = { rowsRead: 0, rowsRefused: 0, reasons: {}, readings: NOTHING, features: NOTHING };
  const refused = async (error: ErrorReport): Promise<FilePreview> => ({
    ...shown,
    ...nothing,
    spec: text,
    ...(spec && { settings: settingsOf(spec) }),
    warnings: base.inferred?.warnings ?? [],
    error: await helpWith(trial, text, error, columns, spec?.time.format),
  });
  if (asFound && base.error !== undefined) return await refused(base.error);
  try {
    // What is open is read as the first candidates say, to be looked at; nothing starts before it is answered.
    const ingested = await read(options, { text, asFound: asFound && open.length === 0 });
    const { plan, receipt } = ingested;
    return {
      ...shown,
      evidence: [...shown.evidence, ...receipt.evidence.filter(({ key }) => key === 'time.cadences')],
      spec: asFound && open.length === 0 ? formatSpec(plan.spec) : text,
      settings: { ...settingsOf(plan.spec), timeFormat: receipt.source.timeFormat },
      warnings: receipt.warnings,
      rowsRead: receipt.rows.read,
      rowsRefused: receipt.rows.refused,
      reasons: receipt.reasons,
      readings: await firstReadings(ingested, FIRST_ROWS),
      features: await featureRows(ingested, folder, FIRST_ROWS),
    };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return await refused(reportError(error));
  }
};
