import type { SpecProblem } from '@wattline/api';
import { countOf } from '../text/numbers.ts';

export const SpecProblems = ({ problems }: { problems: readonly SpecProblem[] }) => (
  <section
    id="spec-problems"
    class={problems.length === 0 ? 'spec-verdict' : 'spec-verdict spec-verdict-bad'}
  >
    <p role="status">
      {problems.length === 0 ? 'The spec is valid.' : `${countOf(problems.length, 'problem')}:`}
    </p>
    {problems.length > 0 && (
      <ol>
        {problems.map(({ line, key, message, remedy }) => (
          <li key={`${line} ${key} ${message}`}>
            <p>
              {line !== undefined && <strong>line {line}: </strong>}
              {key !== undefined && <code>{key}</code>} {message}
            </p>
            <p class="hint">{remedy}</p>
          </li>
        ))}
      </ol>
    )}
  </section>
);
