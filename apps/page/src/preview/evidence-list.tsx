import type { Evidence } from '@wattline/api';

/** How a file was read, why, what else would fit, and the key of the spec that settles it. */
export const EvidenceList = ({ evidence }: { evidence: readonly Evidence[] }) => (
  <ul class="evidence">
    {evidence.map(({ about, decision, because, alternatives, key }) => (
      <li key={`${about} ${key} ${decision}`}>
        <p>
          <strong>{about}</strong> {decision} <code>{key}</code>
        </p>
        <p class="hint">
          because {because}
          {alternatives.length > 0 && `; else ${alternatives.join(' or ')}`}
        </p>
      </li>
    ))}
  </ul>
);
