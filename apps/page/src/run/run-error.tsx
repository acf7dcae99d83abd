import type { RunError } from '@wattline/api';
import { EvidenceList } from '../preview/evidence-list.tsx';
import { QuestionList } from './question-list.tsx';

type Place = RunError['place'];

const placeText = ({ file, line, column, value }: Place): string | undefined => {
  const parts = [
    file,
    line === undefined ? undefined : `line ${line}`,
    column === undefined ? undefined : `column ${column}`,
    value === undefined ? undefined : `value “${value}”`,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join(', ');
};

/** Why a run ended without a seal, where, and what to do about it. */
export const RunErrorNote = ({ error }: { error: RunError }) => {
  const { stage, code, message, remedy, place, questions = [], evidence = [] } = error;
  const where = placeText(place);
  return (
    <section class="note note-bad run-error" aria-label="Error">
      <p class="note-title">
        {message} <code>{code}</code>
      </p>
      <dl class="run-error-facts">
        <dt>stage</dt>
        <dd>{stage}</dd>
        {where !== undefined && (
          <>
            <dt>place</dt>
            <dd>{where}</dd>
          </>
        )}
        <dt>remedy</dt>
        <dd>{remedy}</dd>
      </dl>
      <QuestionList questions={questions} />
      {evidence.length > 0 && (
        <details>
          <summary>How it was read so far, and why</summary>
          <EvidenceList evidence={evidence} />
        </details>
      )}
    </section>
  );
};
