import type { Question } from '@wattline/api';

/** What a file leaves open: the answers, and the key of the spec under which one is written. */
export const QuestionList = ({ questions }: { questions: readonly Question[] }) =>
  questions.length === 0 ? null : (
    <ul class="evidence" aria-label="Open questions">
      {questions.map(({ about, question, candidates, key }) => (
        <li key={`${about} ${key}`}>
          <p>
            <strong>{question}</strong>
          </p>
          <p>
            <code>{key}</code>: {candidates.join(', or ')}
          </p>
        </li>
      ))}
    </ul>
  );
