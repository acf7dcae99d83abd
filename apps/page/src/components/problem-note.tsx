import type { ApiError } from '@wattline/api';

interface Props {
  readonly failure: ApiError;
  readonly retry?: () => void;
}

/** A request that failed: what, and what to do next. */
export const ProblemNote = ({ failure: { problem }, retry }: Props) => (
  <div class="note note-bad" role="alert">
    <p class="note-title">
      {problem.detail} <code>{problem.code}</code>
    </p>
    {problem.problems !== undefined && problem.problems.length > 0 && (
      <ul>
        {problem.problems.map(({ place, message }) => (
          <li key={`${place}${message}`}>
            <code>{place}</code> {message}
          </li>
        ))}
      </ul>
    )}
    <p>{problem.remedy}</p>
    {retry !== undefined && (
      <button type="button" onClick={retry}>
        Try again
      </button>
    )}
  </div>
);
