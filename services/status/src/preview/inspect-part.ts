import { type FilePreview, layOutFile, type PreviewOptions, previewFile } from '@wattline/engine/preview';
import type { SpecEdit } from '@wattline/spec';

export interface PreviewTask
  extends Pick<PreviewOptions, 'path' | 'looksLike' | 'trialPath' | 'decidedFrom' | 'soFar'> {
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

/** What a run would make of a file: the same checks, the same features. */
export const inspectPart = async (task: PreviewTask): Promise<FilePreview> => {
  const preview = await previewFile(task);
  return {
    ...preview,
    columns: preview.columns.slice(0, MOST_COLUMNS),
    warnings: [...preview.warnings, ...mayGrow(preview)],
  };
};

/** As `inspectPart`, of a file that is here, whole. */
export const inspectFile = async ({
  path,
  ...task
}: Pick<PreviewTask, 'path' | 'folder' | 'name' | 'specText' | 'soFar' | 'edits'>): Promise<FilePreview> =>
  inspectPart({ ...task, ...(await layOutFile(path, task.folder)) });
