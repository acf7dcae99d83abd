import { previewFile } from '../api/preview-file.ts';
import { ResourceView } from '../components/resource-view.tsx';
import { useResource } from '../live/use-resource.ts';
import { PreviewTables } from '../preview/preview-tables.tsx';
import { Refusal } from '../preview/refusal.tsx';

interface Props {
  readonly dataset: string;
  readonly file: File;
  readonly spec: string;
  /** Puts a changed spec into the editor. */
  readonly onSpec: (text: string) => void;
}

const fileKey = ({ name, size, lastModified }: File): string => `${name} ${size} ${lastModified}`;

/** What a spec makes of a file. */
export const FilePreview = ({ dataset, file, spec, onSpec }: Props) => {
  const preview = useResource(`preview ${dataset} ${fileKey(file)} ${spec}`, (signal) =>
    previewFile(file, { dataset, spec }, signal),
  );
  return (
    <ResourceView resource={preview} what={`the first part of ${file.name}`}>
      {(found) => (
        <div class="preview">
          {found.error !== undefined && (
            <Refusal
              error={found.error}
              disabled={false}
              onEdit={async (edits) => onSpec((await previewFile(file, { dataset, spec, edits })).spec)}
            />
          )}
          {found.warnings.length > 0 && (
            <ul class="note note-warn">
              {found.warnings.map((warning) => (
                <li key={warning}>{warning}</li>
              ))}
            </ul>
          )}
          <ul class="found-columns">
            {found.columns.map(({ name, kind, role }) => (
              <li key={name}>
                <strong>{name}</strong> {role}, {kind}
              </li>
            ))}
          </ul>
          <PreviewTables preview={found} />
        </div>
      )}
    </ResourceView>
  );
};
