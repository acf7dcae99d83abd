import { useSignal } from '@preact/signals';
import type { ChangePage, RowChange, UploadBetween } from '@wattline/api';
import { getRowChanges } from '../api/datasets.ts';
import { CursorPager } from '../components/cursor-pager.tsx';
import { type Column, DataTable } from '../components/data-table.tsx';
import { InstantText } from '../components/instant.tsx';
import { Panel } from '../components/panel.tsx';
import { ResourceView } from '../components/resource-view.tsx';
import { useResource } from '../live/use-resource.ts';
import { utcMinuteText } from '../text/times.ts';
import { cellText } from './cell-text.ts';
import { type ChangeLine, changeLines, fileOf } from './change-lines.ts';

interface Props {
  readonly dataset: string;
  readonly from: string;
  readonly to: string;
  /** Of one entity alone. */
  readonly entity: string | undefined;
}

interface Numbered extends UploadBetween {
  readonly number: number;
}

const uploadWords: Readonly<Record<UploadBetween['change'], string>> = {
  joined: 'joined',
  left: 'left out',
  'read-again': 'read by another spec',
};

const uploadColumns: readonly Column<Numbered>[] = [
  { head: 'Number', rowHead: true, cell: ({ number }) => number },
  { head: 'Upload', cell: fileOf },
  { head: 'What', cell: ({ change }) => uploadWords[change] },
  { head: 'Run', cell: ({ run }) => <a href={`/runs/${run}`}>{run}</a> },
  { head: 'Uploaded', cell: ({ at }) => <InstantText at={at} /> },
];

const Uploads = ({ uploads }: Pick<ChangePage, 'uploads'>) =>
  uploads === undefined ? (
    <p class="hint">The dataset’s log does not know one of these versions, nor the uploads between them.</p>
  ) : (
    <DataTable
      label="Uploads between them"
      columns={uploadColumns}
      rows={uploads.map((upload, index) => ({ ...upload, number: index + 1 }))}
      keyOf={({ run }) => run}
      empty={<p class="hint">The same uploads: another spec, or the same version.</p>}
    />
  );

const changeWords: Readonly<Record<RowChange['change'], string>> = {
  added: 'new',
  removed: 'gone',
  changed: 'changed',
};

const lineColumns: readonly Column<ChangeLine>[] = [
  { head: 'Entity', rowHead: true, cell: ({ entity }) => entity },
  { head: 'Time (UTC)', cell: ({ eventTimestamp }) => utcMinuteText(eventTimestamp) },
  { head: 'Row', cell: ({ change }) => changeWords[change] },
  { head: 'Column', cell: ({ column }) => column },
  { head: 'From', number: true, cell: ({ from }) => (from === undefined ? undefined : cellText(from)) },
  { head: 'To', number: true, cell: ({ to }) => (to === undefined ? undefined : cellText(to)) },
  { head: 'Through', cell: ({ through }) => through },
];

/** Every row that changed, a page at a time, and the uploads through which. */
export const Changes = ({ dataset, from, to, entity }: Props) => {
  const cursor = useSignal<string | undefined>(undefined);
  const page = useResource(`changes ${JSON.stringify([dataset, from, to, entity, cursor.value])}`, (signal) =>
    getRowChanges(dataset, { from, to, entity, cursor: cursor.value, limit: 50 }, signal),
  );
  return (
    <ResourceView resource={page} what="rows that changed">
      {({ uploads, changes, cursor: next }) => (
        <>
          <Panel title="Uploads between them">
            <Uploads uploads={uploads} />
          </Panel>
          <Panel title={entity === undefined ? 'Rows that changed' : `Rows of ${entity} that changed`}>
            <DataTable
              label="Rows that changed"
              columns={lineColumns}
              rows={changeLines(changes, uploads)}
              keyOf={({ key }) => key}
              empty={<p class="hint">No row changed.</p>}
            />
            <CursorPager cursor={cursor} next={next} />
          </Panel>
        </>
      )}
    </ResourceView>
  );
};
