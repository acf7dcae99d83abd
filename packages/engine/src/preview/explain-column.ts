import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Finding } from '../ingest/index.ts';
import { layOutFile } from './lay-out-file.ts';
import { tryEdits } from './outcome.ts';
import type { Choice, PreviewColumn } from './preview.ts';
import { previewFile } from './preview-file.ts';
import type { PreviewOptions } from './preview-options.ts';

/** Why a column is what it is, and what else it could be. */
export interface ColumnExplanation extends PreviewColumn {
  /** As readings have it; absent if the column is not read. */
  readonly dtype?: string;
  /** The spec's key that changes its role. */
  readonly key: string;
  readonly evidence: readonly Finding[];
  /** The other roles, each tried: what the file gives then, or why it cannot be read so. */
  readonly alternatives: readonly Choice[];
  readonly columns: readonly string[];
}

const dtypes: Partial<Record<PreviewColumn['role'], string>> = {
  time: 'Datetime (UTC, ms)',
  entity: 'String',
  value: 'Float64',
  category: 'String, one column of 0 and 1 for each word',
};

const keyOf = ({ name, role }: PreviewColumn): string =>
  ({
    time: 'time.column',
    entity: 'entity',
    value: `values.${name}`,
    category: `categories.${name}`,
    ignored: 'drop',
  })[role];

const roles = [
  ['time', 'as the time'],
  ['entity', 'as the name of its series'],
  ['value', 'as a value'],
  ['category', 'as a category'],
  ['ignored', 'left out'],
] as const;

const isAbout =
  ({ name, role }: PreviewColumn) =>
  ({ about, decision }: Finding): boolean =>
    about === name ||
    decision.split(/ \+ |, /).includes(name) ||
    (role === 'time' && about.startsWith('time.'));

/**
 * Explains one column of a file, as far as the file and the spec show it; undefined where the file has none by that
 * name. `folder` is for what is made on the way. Throws RejectedError for what is no table.
 */
export const explainColumn = async (
  options: Pick<PreviewOptions, 'path' | 'name' | 'folder' | 'specText' | 'soFar'> & {
    readonly column: string;
  },
): Promise<ColumnExplanation | { readonly columns: readonly string[] }> => {
  const folder = await mkdtemp(join(options.folder, 'explain-'));
  try {
    const laidOut = await layOutFile(options.path, folder);
    const { name, specText, soFar } = options;
    const preview = await previewFile({ ...laidOut, name, folder, specText, soFar });
    const columns = preview.columns.map((one) => one.name);
    const column = preview.columns.find((one) => one.name === options.column);
    if (column === undefined) return { columns };
    const isPart = laidOut.trialPath !== undefined;
    const path = laidOut.trialPath ?? laidOut.path;
    const trial = { path, isPart, name, folder, knownColumns: soFar?.knownColumns };
    const alternatives: Choice[] = [];
    for (const [role, label] of roles) {
      if (role === column.role || (role === 'category' && !column.hasFewWords)) continue;
      const words = role === 'category' ? { vocabulary: [...column.examples] } : {};
      const edits = [{ column: column.name, role, ...words }];
      alternatives.push(await tryEdits(trial, preview.spec, { label, edits, column: column.name }));
    }
    const dtype = dtypes[column.role];
    return {
      ...column,
      ...(dtype !== undefined && { dtype }),
      key: keyOf(column),
      evidence: preview.evidence.filter(isAbout(column)),
      alternatives,
      columns,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
