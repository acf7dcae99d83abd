import { type FilePreview, previewFile } from '@wattline/engine/preview';
import type { SpecEdit } from '@wattline/spec';
import type { LaidOut } from './lay-out.ts';

export interface PreviewTask extends LaidOut {
  /** Room for what is made of it. */
  readonly folder: string;
  /** The upload's name, for its ending and for messages. */
  readonly name: string;
  readonly specText?: string;
  readonly edits: readonly SpecEdit[];
}

const MOST_COLUMNS = 500;

const mayGrow = ({ decidedFrom, columns }: FilePreview): string[] => {
  const names = columns.filter(({ role }) => role === 'category').map(({ name }) => name);
  if (names.length === 0 || decidedFrom === 'whole') return [];
  return [
    `the values of ${names.join(', ')} are those of the first part: where this spec is saved, others count as none; add them to it`,
  ];
};

/** What the chain would make of a file: the same checks, the same features. */
export const inspectPart = async (task: PreviewTask): Promise<FilePreview> => {
  const preview = await previewFile(task);
  return {
    ...preview,
    columns: preview.columns.slice(0, MOST_COLUMNS),
    warnings: [...preview.warnings, ...mayGrow(preview)],
  };
};
