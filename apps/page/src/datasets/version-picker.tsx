import type { VersionSummary } from '@wattline/api';
import { instantText } from '../text/times.ts';

interface Props {
  readonly label: string;
  readonly versions: readonly VersionSummary[];
  readonly value: string;
  readonly onChange: (version: string) => void;
}

export const VersionPicker = ({ label, versions, value, onChange }: Props) => (
  <label>
    <span>{label}</span>
    <select value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
      {versions.some(({ version }) => version === value) || (
        <option value={value}>{value.slice(0, 12)}</option>
      )}
      {versions.map(({ version, latest, sealedAt }) => (
        <option key={version} value={version}>
          {version.slice(0, 12)} · {instantText(sealedAt)}
          {latest ? ' · latest' : ''}
        </option>
      ))}
    </select>
  </label>
);
