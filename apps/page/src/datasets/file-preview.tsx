import type { Preview } from '@wattline/api';
import { previewFile } from '../api/specs.ts';
import { CellTable } from '../components/cell-table.tsx';
import { ResourceView } from '../components/resource-view.tsx';
import { useResource } from '../live/use-resource.ts';
import { countOf, countText } from '../text/numbers.ts';

interface Props {
  readonly file: File;
  /** Inferred where it is left out. */
  readonly spec?: string;
}

const PreviewResult = ({ preview, inferred }: { preview: Preview; inferred: boolean }) => {
  const { spec, warnings, columns, rowsRead, rowsRefused, reasons, features } = preview;
  return (
    <div class="preview">
      <p>
        {countOf(rowsRead, 'row')} read, {countText(rowsRefused)} refused
        {Object.entries(reasons).map(([code, count]) => (
          <span key={code}>
            {' '}
            · {countText(count)} <code>{code}</code>
          </span>
        ))}
      </p>
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
      <CellTable label="First feature rows" columns={features.columns} rows={features.rows} />
      {inferred && (
        <details>
          <summary>The inferred spec</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
          <pre class="code" tabIndex={0}>
            {spec}
          </pre>
        </details>
      )}
    </div>
  );
};

const fileKey = ({ name, size, lastModified }: File): string => `${name} ${size} ${lastModified}`;

export const FilePreview = ({ file, spec }: Props) => {
  const preview = useResource(`preview ${fileKey(file)} ${spec ?? ''}`, (signal) =>
    previewFile(file, spec, signal),
  );
  return (
    <ResourceView resource={preview} what={`the first part of ${file.name}`}>
      {(value) => <PreviewResult preview={value} inferred={spec === undefined} />}
    </ResourceView>
  );
};
