import { useSignal } from '@preact/signals';
import type { HistoryEntry } from '@wattline/api';
import { type Column, DataTable } from '../components/data-table.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { InstantText } from '../components/instant.tsx';
import { mayWrite } from '../session/about.ts';
import { fileName, shortId } from '../text/names.ts';
import { DeleteUpload } from './delete-upload.tsx';
import { EntryChanges } from './entry-changes.tsx';
import { EntryWords } from './entry-words.tsx';
import { RestoreButton } from './restore-button.tsx';

interface Props {
  readonly dataset: string;
  readonly entries: readonly HistoryEntry[];
  readonly onChange: () => void;
}

const VersionCell = ({ dataset, entry }: { dataset: string; entry: HistoryEntry }) => {
  const { version, sealed, latest, changed, supersededBy } = entry;
  if (version === undefined) return null;
  if (supersededBy !== undefined)
    return (
      <>
        in{' '}
        {supersededBy.version === undefined ? (
          <a href={`/runs/${supersededBy.run}`}>the version of run {shortId(supersededBy.run)}</a>
        ) : (
          <a href={`/explore/${encodeURIComponent(dataset)}/${supersededBy.version}`}>
            <code>{supersededBy.version}</code>
          </a>
        )}
      </>
    );
  return (
    <>
      {sealed === true ? (
        <a href={`/explore/${encodeURIComponent(dataset)}/${version}`}>
          <code>{version}</code>
        </a>
      ) : (
        <code title="not sealed">{version}</code>
      )}
      {latest === true && (
        <>
          {' '}
          <span class="tag">latest</span>
        </>
      )}
      {changed === false && ' as before'}
    </>
  );
};

/** The two versions that an entry lies between; undefined where it changed nothing, or one of them is not there. */
const betweenOf = ({
  before,
  version,
  sealed,
  changed,
}: HistoryEntry): { readonly from: string; readonly to: string } | undefined =>
  before === undefined || version === undefined || sealed !== true || changed === false
    ? undefined
    : { from: before, to: version };

const ChangedCell = ({
  entry,
  isOpen,
  onToggle,
}: {
  readonly entry: HistoryEntry;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}) =>
  betweenOf(entry) === undefined ? null : (
    <button
      type="button"
      class="button-plain"
      aria-expanded={isOpen}
      aria-label={`What changed in entry ${entry.entry}`}
      onClick={onToggle}
    >
      What changed
    </button>
  );

const Actions = ({ dataset, entry, onChange }: Omit<Props, 'entries'> & { entry: HistoryEntry }) => {
  const { type, run, key = '', version, sealed, latest } = entry;
  const isDeletion = type === 'deletion';
  const name = isDeletion ? `deletion ${entry.entry}` : fileName(key);
  return (
    <>
      {version !== undefined && sealed === true && latest !== true && (
        <RestoreButton dataset={dataset} version={version} onChange={onChange} />
      )}
      {run !== undefined && (type === 'upload' || isDeletion) && (
        <DeleteUpload dataset={dataset} run={run} name={name} isDeletion={isDeletion} />
      )}
    </>
  );
};

export const HistoryTable = ({ dataset, entries, onChange }: Props) => {
  const open = useSignal<ReadonlySet<number>>(new Set());
  const toggle = (entry: number): void => {
    const others = [...open.value].filter((one) => one !== entry);
    open.value = new Set(open.value.has(entry) ? others : [...others, entry]);
  };
  const columns: readonly Column<HistoryEntry>[] = [
    { head: 'Entry', number: true, cell: ({ entry }) => entry },
    { head: 'When', cell: ({ at }) => <InstantText at={at} /> },
    { head: 'What', rowHead: true, cell: (entry) => <EntryWords entry={entry} /> },
    {
      head: 'Run',
      cell: ({ run }) =>
        run && (
          <a class="quiet-link" href={`/runs/${run}`}>
            <code>{shortId(run)}</code>
          </a>
        ),
    },
    { head: 'Who', cell: ({ by }) => by, shown: entries.some(({ by }) => by !== undefined) },
    { head: 'Version', cell: (entry) => <VersionCell dataset={dataset} entry={entry} /> },
    {
      head: 'Changed',
      cell: (entry) => (
        <ChangedCell
          entry={entry}
          isOpen={open.value.has(entry.entry)}
          onToggle={() => toggle(entry.entry)}
        />
      ),
    },
    { head: 'Change', shown: mayWrite(), cell: (entry) => <Actions {...{ dataset, entry, onChange }} /> },
  ];
  return (
    <DataTable
      label="History"
      columns={columns}
      rows={entries}
      keyOf={({ entry }) => String(entry)}
      detailClass="cell-detail"
      detail={(entry) => {
        const between = open.value.has(entry.entry) ? betweenOf(entry) : undefined;
        return between && <EntryChanges dataset={dataset} {...between} />;
      }}
      empty={
        <EmptyState title="No history yet">
          <p>It begins with the next upload: each upload and each deletion is an entry.</p>
        </EmptyState>
      }
    />
  );
};
