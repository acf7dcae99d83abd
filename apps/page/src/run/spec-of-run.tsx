import type { RunReceipt } from '@wattline/api';
import { Panel } from '../components/panel.tsx';
import { EvidenceList } from '../preview/evidence-list.tsx';
import { QuestionList } from './question-list.tsx';

/** What ingest found in the file, and the spec that it worked by. */
export const SpecOfRun = ({ ingested }: { ingested: NonNullable<RunReceipt['ingested']> }) => {
  const { columns, warnings, evidence, questions, specSource, spec } = ingested;
  return (
    <Panel title="What was found">
      {warnings.length > 0 && (
        <ul class="note note-warn">
          {warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      )}
      <ul class="found-columns">
        {columns.map(({ name, kind, role }) => (
          <li key={name}>
            <strong>{name}</strong> {role}, {kind}
          </li>
        ))}
      </ul>
      <QuestionList questions={questions} />
      {evidence.length > 0 && (
        <details>
          <summary>How it was read, and why</summary>
          <EvidenceList evidence={evidence} />
        </details>
      )}
      <details>
        <summary>The spec it worked by ({specSource})</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
        <pre class="code" tabIndex={0}>
          {spec}
        </pre>
      </details>
    </Panel>
  );
};
