import type { ObjectPage, StoreName } from '@wattline/api';
import { type Column, DataTable } from '../components/data-table.tsx';
import { DownloadLink } from '../components/download-link.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { InstantText } from '../components/instant.tsx';
import { bytesText } from '../text/numbers.ts';
import { folderUrl } from './folder-url.ts';

interface Props extends Pick<ObjectPage, 'folders' | 'objects'> {
  readonly store: StoreName;
  readonly prefix: string;
}

type Entry = { readonly folder: string } | ObjectPage['objects'][number];

const below = (key: string, prefix: string): string =>
  key.startsWith(prefix) ? key.slice(prefix.length) : key;

const columns = (store: StoreName, prefix: string): readonly Column<Entry>[] => [
  {
    head: 'Name',
    rowHead: true,
    class: 'cell-key',
    cell: (entry) =>
      'folder' in entry ? (
        <a href={folderUrl(store, entry.folder)}>{below(entry.folder, prefix)}</a>
      ) : (
        <DownloadLink href={entry.href} name={entry.key}>
          {below(entry.key, prefix)}
        </DownloadLink>
      ),
  },
  { head: 'Size', number: true, cell: (entry) => ('folder' in entry ? undefined : bytesText(entry.bytes)) },
  {
    head: 'Changed',
    number: true,
    cell: (entry) => ('folder' in entry ? undefined : <InstantText at={entry.modifiedAt} />),
  },
];

export const ObjectTable = ({ store, prefix, folders, objects }: Props) => (
  <DataTable
    label="Objects"
    columns={columns(store, prefix)}
    rows={[...folders.map((folder): Entry => ({ folder })), ...objects]}
    keyOf={(entry) => ('folder' in entry ? entry.folder : entry.key)}
    empty={
      <EmptyState title="Nothing here">
        <p>Objects appear as runs go through.</p>
      </EmptyState>
    }
  />
);
