import type { ObjectPage, StoreName } from '@wattline/api';
import { DownloadLink } from '../components/download-link.tsx';
import { InstantText } from '../components/instant.tsx';
import { ScrollTable } from '../components/scroll-table.tsx';
import { bytesText } from '../text/numbers.ts';
import { folderUrl } from './folder-url.ts';

interface Props extends Pick<ObjectPage, 'folders' | 'objects'> {
  readonly store: StoreName;
  readonly prefix: string;
}

const below = (key: string, prefix: string): string =>
  key.startsWith(prefix) ? key.slice(prefix.length) : key;

export const ObjectTable = ({ store, prefix, folders, objects }: Props) => (
  <ScrollTable label="Objects">
    <thead>
      <tr>
        <th scope="col">Name</th>
        <th scope="col" class="number">
          Size
        </th>
        <th scope="col" class="number">
          Changed
        </th>
      </tr>
    </thead>
    <tbody>
      {folders.map((folder) => (
        <tr key={folder}>
          <th scope="row" class="cell-key">
            <a href={folderUrl(store, folder)}>{below(folder, prefix)}</a>
          </th>
          <td class="number">–</td>
          <td class="number">–</td>
        </tr>
      ))}
      {objects.map(({ key, bytes, modifiedAt, href }) => (
        <tr key={key}>
          <th scope="row" class="cell-key">
            <DownloadLink href={href} name={key}>
              {below(key, prefix)}
            </DownloadLink>
          </th>
          <td class="number">{bytesText(bytes)}</td>
          <td class="number">
            <InstantText at={modifiedAt} />
          </td>
        </tr>
      ))}
    </tbody>
  </ScrollTable>
);
