import type { FeatureSet } from '@wattline/api';
import { DownloadLink } from '../components/download-link.tsx';
import { Panel } from '../components/panel.tsx';
import { ScrollTable } from '../components/scroll-table.tsx';
import { bytesText, countText } from '../text/numbers.ts';

export const FilesTab = ({ set: { files, manifestHref, spec, engineVersion } }: { set: FeatureSet }) => (
  <>
    <Panel
      title={`${countText(files.length)} files, sealed by engine ${engineVersion}`}
      actions={
        <DownloadLink href={manifestHref} name="manifest.json">
          Manifest
        </DownloadLink>
      }
    >
      <ScrollTable label="Files">
        <thead>
          <tr>
            <th scope="col">File</th>
            <th scope="col" class="number">
              Rows
            </th>
            <th scope="col" class="number">
              Size
            </th>
            <th scope="col">SHA-256</th>
          </tr>
        </thead>
        <tbody>
          {files.map(({ path, rows, bytes, sha256, href }) => (
            <tr key={path}>
              <th scope="row" class="cell-key">
                <DownloadLink href={href} name={path}>
                  {path}
                </DownloadLink>
              </th>
              <td class="number">{rows === undefined ? '–' : countText(rows)}</td>
              <td class="number">{bytesText(bytes)}</td>
              <td>
                <code title={sha256}>{sha256.slice(0, 12)}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </ScrollTable>
    </Panel>
    <Panel title="The spec it was made by">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <pre class="code" tabIndex={0}>
        {spec}
      </pre>
    </Panel>
  </>
);
