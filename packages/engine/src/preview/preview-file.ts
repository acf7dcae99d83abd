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
import { type Ingested, ingestFile, type Question } from '../ingest/index.ts';
import { columnRole } from '../ingest/receipt.ts';
import { asJoined } from './as-joined.ts';
import { asShown, type Base, findBase, openByDataset } from './base-spec.ts';
import { featureRows } from './feature-rows.ts';
import { type LookedAt, type LookedColumn, lookAtTable } from './look-at-table.ts';
import { readBy, type Trial, tryEdits } from './outcome.ts';
import type { FilePreview, OpenQuestion, PreviewColumn, PreviewError } from './preview.ts';
import type { PreviewOptions } from './preview-options.ts';
import { firstReadings } from './reading-cells.ts';
import { type About, remediesFor } from './remedies.ts';
import { settingsOf } from './settings.ts';

const FIRST_ROWS = 20;
/** Remedies are tried for so long: the preview itself matters more. */
const TRIAL_MS = 8_000;
const NOTHING = { columns: [], rows: [] } as const;

const isRefusal = (error: unknown): error is RejectedError | SpecError =>
  error instanceof RejectedError || error instanceof SpecError;

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
  about: Omit<About, 'known'>,
): Promise<PreviewError> => {
  const remedies: PreviewError['remedies'][number][] = [];
  const until = Date.now() + TRIAL_MS;
  for (const remedy of remediesFor(error, { ...about, known: trial.knownColumns })) {
    if (Date.now() > until) break;
    const choice = await tryEdits(trial, text, remedy);
    if (choice.fits) remedies.push(choice);
  }
  return { ...error, remedies };
};

/** The first part of a file of which more was looked at has its times as all of that has them. */
const withTimes = (text: string, timeFormat: string | undefined): string =>
  timeFormat === undefined ? text : editSpec(text, [{ path: ['time', 'format'], value: timeFormat }]);

/** Reads the file as a run would: by its spec, and without one by what it shows, or the dataset's uploads before did. */
const read = async (
  options: PreviewOptions,
  { text, asFound, base }: { readonly text: string; readonly asFound: boolean; readonly base: Base },
): Promise<Ingested> => {
  const { path, name, folder, decidedFrom, soFar, signal } = options;
  const keep = soFar?.knownColumns !== undefined;
  const own = { path, name, folder: join(folder, 'readings'), keep, signal };
  if (asFound && decidedFrom === 'whole') return await ingestFile({ ...own, ...asShown(soFar) });
  const further = asFound && soFar?.found !== undefined ? base.inferred?.timeFormat : undefined;
  return await readBy({ ...own, knownColumns: soFar?.knownColumns }, withTimes(text, further), asFound);
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

/** No other dataset is read for a look at a file. */
const joinsLeftOut = ({ joins }: Spec): string[] =>
  joins === undefined
    ? []
    : [`columns of ${Object.keys(joins).join(', ')} are empty here: a run takes them from their datasets`];

/**
 * What a run would make of a file: how it is read and why, what is open, the first readings and feature rows. A file
 * that cannot be read by the spec is shown with the error and what would help. Throws RejectedError for what is no
 * table.
 */
export const previewFile = async (options: PreviewOptions): Promise<FilePreview> => {
  const { path, looksLike = path, trialPath = path, name, folder, specText, decidedFrom, signal } = options;
  const { soFar } = options;
  const given = specText === undefined ? asShown(soFar).spec : parsed(specText);
  const look = (by: Spec | undefined): Promise<LookedAt> =>
    lookAtTable({ path: looksLike, name, scratch: join(folder, 'table'), spec: by });
  const looked = await look(given);
  const edits = withWords(options.edits ?? [], looked);
  const base = await findBase(options, looked);
  const text = editSpec(base.text, edits);
  const spec = parsed(text);
  const isOwn = specText !== undefined;
  const asked =
    isOwn || soFar?.found === undefined ? base.inferred?.questions : await openByDataset(options, spec);
  const open = (asked ?? []).filter((question) => !isAnswered(question, edits));
  const asFound = !isOwn && edits.length === 0;
  const isPart = trialPath !== path || decidedFrom === 'sample';
  const trial: Trial = { path: trialPath, isPart, name, folder, signal, knownColumns: soFar?.knownColumns };
  const columnsBy = (by: Spec | undefined): PreviewColumn[] =>
    looked.columns.map((column) => columnIn(column, text, by));
  const columns = columnsBy(spec);
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
    error: await helpWith(trial, text, error, { columns, timeFormat: spec?.time.format }),
  });
  if (asFound && base.error !== undefined) {
    if (open.length === 0) return await refused(base.error);
    return { ...shown, ...nothing, spec: text, ...(spec && { settings: settingsOf(spec) }), warnings: [] };
  }
  try {
    // What is open is read as the first candidates say, to be looked at; nothing starts before it is answered.
    const ingested = await read(options, { text, asFound: asFound && open.length === 0, base });
    const { plan, receipt } = ingested;
    const joined = await asJoined(ingested, { name, folder: join(folder, 'joined') });
    return {
      ...shown,
      // Columns that are new may join.
      columns: columnsBy(plan.spec),
      evidence: [...shown.evidence, ...receipt.evidence.filter(({ key }) => key === 'time.cadences')],
      spec: asFound && open.length === 0 && soFar?.found === undefined ? formatSpec(plan.spec) : text,
      settings: { ...settingsOf(plan.spec), timeFormat: receipt.source.timeFormat },
      warnings: [...receipt.warnings, ...joinsLeftOut(plan.spec)],
      rowsRead: receipt.rows.read,
      rowsRefused: receipt.rows.refused,
      reasons: receipt.reasons,
      readings: await firstReadings(joined, FIRST_ROWS),
      features: await featureRows(joined, folder, FIRST_ROWS),
    };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return await refused(reportError(error));
  }
};
