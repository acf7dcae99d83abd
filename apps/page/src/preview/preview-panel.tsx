import type { Preview, SpecEdit } from '@wattline/api';
import { ProblemNote } from '../components/problem-note.tsx';
import { ColumnForm } from './column-form.tsx';
import { EvidenceList } from './evidence-list.tsx';
import { OpenQuestions } from './open-questions.tsx';
import { PreviewTables } from './preview-tables.tsx';
import { ReadingForm } from './reading-form.tsx';
import { Refusal } from './refusal.tsx';
import { SpecTextField } from './spec-text.tsx';
import type { PreviewState } from './use-preview.ts';

interface Props {
  readonly state: PreviewState;
  /** Nothing can be changed: it is being sent. */
  readonly disabled: boolean;
  readonly onEdit: (edits: readonly SpecEdit[]) => void;
  readonly onText: (text: string) => void;
}

const Found = ({ preview, disabled, onEdit, onText }: Omit<Props, 'state'> & { preview: Preview }) => (
  <>
    <OpenQuestions questions={preview.questions} disabled={disabled} onEdit={onEdit} />
    {preview.error !== undefined && preview.questions.length === 0 && (
      <Refusal error={preview.error} disabled={disabled} onEdit={onEdit} />
    )}
    {preview.warnings.length > 0 && (
      <ul class="note note-warn">
        {preview.warnings.map((warning) => (
          <li key={warning}>{warning}</li>
        ))}
      </ul>
    )}
    <h3>Columns</h3>
    <ColumnForm columns={preview.columns} disabled={disabled} onEdit={onEdit} />
    {preview.settings !== undefined && (
      <ReadingForm
        settings={preview.settings}
        columns={preview.columns}
        kind={preview.kind}
        disabled={disabled}
        onEdit={onEdit}
      />
    )}
    <PreviewTables preview={preview} />
    {preview.evidence.length > 0 && (
      <details>
        <summary>How it was read, and why</summary>
        <EvidenceList evidence={preview.evidence} />
      </details>
    )}
    <SpecTextField text={preview.spec} disabled={disabled} onText={onText} />
  </>
);

/** How a file would be read, to be looked at and changed before anything starts. */
export const PreviewPanel = ({ state, disabled, onEdit, onText }: Props) => {
  const { preview, current, failure, reload } = state;
  return (
    <div class="preview" aria-busy={!current && failure === undefined}>
      {failure !== undefined && <ProblemNote failure={failure} retry={reload} />}
      {preview !== undefined && (
        <Found preview={preview} disabled={disabled} onEdit={onEdit} onText={onText} />
      )}
    </div>
  );
};
