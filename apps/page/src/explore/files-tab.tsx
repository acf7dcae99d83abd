import type { FeatureSet } from '@wattline/api';
import { type Column, DataTable } from '../components/data-table.tsx';
import { DownloadLink } from '../components/download-link.tsx';
import { Panel } from '../components/panel.tsx';
import { bytesText, countText } from '../text/numbers.ts';
import { KnownSets } from './known-sets.tsx';

const columns: readonly Column<FeatureSet['files'][number]>[] = [
  {
    head: 'File',
    rowHead: true,
    class: 'cell-key',
    cell: ({ path, href }) => (
      <DownloadLink href={href} name={path}>
        {path}
      </DownloadLink>
    ),
    sortBy: ({ path }) => path,
  },
  {
    head: 'Rows',
    number: true,
    cell: ({ rows }) => (rows === undefined ? undefined : countText(rows)),
    sortBy: ({ rows }) => rows,
  },
  { head: 'Size', number: true, cell: ({ bytes }) => bytesText(bytes), sortBy: ({ bytes }) => bytes },
  { head: 'SHA-256', cell: ({ sha256 }) => <code title={sha256}>{sha256.slice(0, 12)}</code> },
];

export const FilesTab = ({
  set: { dataset, version, files, manifestHref, spec, engineVersion },
}: {
  set: FeatureSet;
}) => (
  <>
    <Panel
      title={`${countText(files.length)} files, sealed by engine ${engineVersion}`}
      actions={
        <DownloadLink href={manifestHref} name="manifest.json">
          Manifest
        </DownloadLink>
      }
    >
      <DataTable label="Files" columns={columns} rows={files} keyOf={({ path }) => path} />
    </Panel>
    <KnownSets dataset={dataset} version={version} />
    <Panel title="The spec it was made by">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <pre class="code" tabIndex={0}>
        {spec}
      </pre>
    </Panel>
  </>
);
