import type { PreviewQuestion, SpecEdit } from '@wattline/api';
import { countOf } from '../text/numbers.ts';
import { ChoiceList } from './choice-list.tsx';

interface Props {
  readonly questions: readonly PreviewQuestion[];
  readonly disabled: boolean;
  readonly onEdit: (edits: readonly SpecEdit[]) => void;
}

/** What the file leaves open, with a button for each answer. */
export const OpenQuestions = ({ questions, disabled, onEdit }: Props) => {
  if (questions.length === 0) return null;
  return (
    <section class="note note-warn questions" aria-label="Open questions">
      <p class="note-title">
        The file leaves {countOf(questions.length, 'question')} open. Nothing starts before{' '}
        {questions.length === 1 ? 'it is' : 'they are'} answered.
      </p>
      {questions.map(({ key, about, question, choices }) => (
        <div key={`${key} ${about}`} class="question">
          <p>
            <strong>{question}</strong> <code>{key}</code>
          </p>
          <ChoiceList label={question} choices={choices} disabled={disabled} onChoose={onEdit} />
        </div>
      ))}
    </section>
  );
};
