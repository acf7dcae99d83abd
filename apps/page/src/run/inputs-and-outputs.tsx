import type { RunReceipt } from '@wattline/api';
import { DownloadLink } from '../components/download-link.tsx';
import { Panel } from '../components/panel.tsx';
import { ScrollTable } from '../components/scroll-table.tsx';
import { bytesText } from '../text/numbers.ts';

export const InputsAndOutputs = ({ receipt: { upload, outputs, bytes } }: { receipt: RunReceipt }) => (
  <Panel title="Inputs and outputs">
    <ScrollTable label="Inputs and outputs">
      <thead>
        <tr>
          <th scope="col">Object</th>
          <th scope="col">Store</th>
          <th scope="col" class="number">
            Size
          </th>
          <th scope="col">SHA-256</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row" class="cell-key">
            <DownloadLink href={upload.href} name={upload.key}>
              {upload.key}
            </DownloadLink>
          </th>
          <td>{upload.store}, input</td>
          <td class="number">{bytesText(bytes)}</td>
          <td>
            {upload.versionId !== undefined && (
              <code title={upload.versionId}>version {upload.versionId.slice(0, 12)}</code>
            )}
          </td>
        </tr>
        {outputs.map(({ store, key, bytes: size, sha256, href }) => (
          <tr key={`${store}/${key}`}>
            <th scope="row" class="cell-key">
              <DownloadLink href={href} name={key}>
                {key}
              </DownloadLink>
            </th>
            <td>{store}</td>
            <td class="number">{bytesText(size)}</td>
            <td>
              <code title={sha256}>{sha256.slice(0, 12)}</code>
            </td>
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  </Panel>
);
