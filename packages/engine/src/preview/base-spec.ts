import { join } from 'node:path';
import { type ErrorReport, RejectedError, reportError } from '@wattline/errors';
import { editSpec, formatSpec, Spec, type SpecEdit } from '@wattline/spec';
import { type FileInspection, inspectFile, type Question } from '../ingest/index.ts';
import type { DatasetSoFar } from '../ingest/inspect/further/dataset-so-far.ts';
import type { LookedAt } from './look-at-table.ts';
import type { PreviewOptions } from './preview-options.ts';

/** What is found out of a file that brings no spec; where that fails, why. */
export type Base =
  | { readonly text: string; readonly inferred?: FileInspection; readonly error?: undefined }
  | { readonly text: string; readonly inferred?: undefined; readonly error: ErrorReport };

export const findBase = async (options: PreviewOptions, looked: LookedAt): Promise<Base> => {
  const { path, looksLike = path, name, folder, specText, soFar, signal } = options;
  if (specText !== undefined) return { text: specText };
  const by = asShown(soFar);
  try {
    const inferred = await inspectFile({
      path: looksLike,
      name,
      scratch: join(folder, 'look'),
      signal,
      ...by,
    });
    return { text: formatSpec(inferred.spec), inferred };
  } catch (error) {
    if (!(error instanceof RejectedError)) throw error;
    const text = by.spec === undefined ? editSpec('', likelyRoles(looked)) : formatSpec(by.spec);
    return { text, error: reportError(error) };
  }
};

/** As a run reads a file of a dataset that has no spec of its own. */
export const asShown = (soFar: DatasetSoFar | undefined) => ({
  spec: soFar?.found && Spec.parse(soFar.found),
  specSource: 'inferred' as const,
  knownColumns: soFar?.knownColumns,
});

/** What a form begins with where nothing certain is known: numbers are values, the first column of times is the time. */
const likelyRoles = ({ columns }: LookedAt): SpecEdit[] => {
  const time = columns.find(({ kind }) => kind === 'time')?.name;
  return columns.map(({ name, kind }) => ({
    column: name,
    role: name === time ? 'time' : kind === 'numeric' ? 'value' : 'ignored',
  }));
};

/** What is still open of a further file of a dataset whose spec was found out. */
export const openByDataset = async (
  options: PreviewOptions,
  spec: Spec | undefined,
): Promise<readonly Question[]> => {
  const { path, looksLike = path, name, folder, soFar, signal } = options;
  if (soFar?.found === undefined || spec === undefined) return [];
  const by = { ...asShown(soFar), spec };
  try {
    return (await inspectFile({ path: looksLike, name, scratch: join(folder, 'look'), signal, ...by }))
      .questions;
  } catch (error) {
    if (!(error instanceof RejectedError)) throw error;
    return error.facts.questions ?? [];
  }
};
