import type { RunReceipt } from '@wattline/api';
import { type Column, DataTable } from '../components/data-table.tsx';
import { DownloadLink } from '../components/download-link.tsx';
import { Panel } from '../components/panel.tsx';
import { bytesText } from '../text/numbers.ts';

interface RunObject {
  readonly key: string;
  readonly store: string;
  readonly bytes: number;
  readonly href: string;
  /** What identifies its bytes: a hash, or a version of the store. */
  readonly identity: { readonly label: string; readonly whole: string } | undefined;
}

const columns: readonly Column<RunObject>[] = [
  {
    head: 'Object',
    rowHead: true,
    class: 'cell-key',
    cell: ({ key, href }) => (
      <DownloadLink href={href} name={key}>
        {key}
      </DownloadLink>
    ),
  },
  { head: 'Store', cell: ({ store }) => store },
  { head: 'Size', number: true, cell: ({ bytes }) => bytesText(bytes), sortBy: ({ bytes }) => bytes },
  {
    head: 'SHA-256',
    cell: ({ identity }) => identity && <code title={identity.whole}>{identity.label}</code>,
  },
];

const objectsOf = ({ upload, outputs, bytes }: RunReceipt): RunObject[] => [
  {
    ...upload,
    store: `${upload.store}, input`,
    bytes,
    identity:
      upload.versionId === undefined
        ? undefined
        : { label: `version ${upload.versionId.slice(0, 12)}`, whole: upload.versionId },
  },
  ...outputs.map((output) => ({
    ...output,
    identity: { label: output.sha256.slice(0, 12), whole: output.sha256 },
  })),
];

export const InputsAndOutputs = ({ receipt }: { receipt: RunReceipt }) => (
  <Panel title="Inputs and outputs">
    <DataTable
      label="Inputs and outputs"
      columns={columns}
      rows={objectsOf(receipt)}
      keyOf={({ store, key }) => `${store}/${key}`}
    />
  </Panel>
);
