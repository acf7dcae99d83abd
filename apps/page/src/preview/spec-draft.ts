import type { Preview, SpecEdit, SpecText } from '@wattline/api';

/** What was changed of how a file is read: a text that was written, then changes of it. */
export interface SpecDraft {
  readonly text?: string | undefined;
  readonly edits: readonly SpecEdit[];
}

export const untouched: SpecDraft = { edits: [] };

export const isTouched = ({ text, edits }: SpecDraft): boolean => text !== undefined || edits.length > 0;

/** The spec that a preview starts from: what was written, else the dataset's own; undefined: the file shows it. */
export const baseOf = (draft: SpecDraft, own: SpecText | undefined): string | undefined =>
  draft.text ?? (own?.source === 'file' ? own.text : undefined);

/** How the run that is started comes to read the file as the preview shows it. */
export type Starting =
  /** By the dataset's spec, which is there. */
  | 'own'
  /** By what the whole file shows: the run decides from what the preview did. */
  | 'found'
  /** As the dataset's uploads before it. */
  | 'before'
  /** By the spec of the preview, which becomes the dataset's. */
  | 'saved';

/** Where the run could decide otherwise than the preview, it gets the spec that the preview shows. */
export const startingBy = (
  draft: SpecDraft,
  own: SpecText | undefined,
  preview: Pick<Preview, 'decidedFrom' | 'uploadsBefore'> | undefined,
): Starting => {
  if (isTouched(draft)) return 'saved';
  if (own?.source === 'file') return 'own';
  if (preview !== undefined && preview.uploadsBefore > 0) return 'before';
  return preview?.decidedFrom === 'part' ? 'saved' : 'found';
};

/** What keeps a file from being started. */
export type Readiness = 'ready' | 'reading' | 'questions' | 'refused' | 'unseen';

export const readinessOf = (
  preview: Preview | undefined,
  { current, failed }: { readonly current: boolean; readonly failed: boolean },
): Readiness => {
  if (failed) return 'unseen';
  if (preview === undefined || !current) return 'reading';
  if (preview.questions.length > 0) return 'questions';
  return preview.error === undefined ? 'ready' : 'refused';
};
