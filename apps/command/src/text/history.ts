import type { HistoryEntry } from '@wattline/api';
import { deletionText } from './deletion.ts';
import { countText } from './numbers.ts';
import { printable } from './printable.ts';
import { renewsText } from './renews.ts';
import { tableText } from './table.ts';

const PREFIX = 'staging-directory/';

/** Why an upload counts once more. */
const againText = ({ replay = 0, renews }: HistoryEntry): string => {
  if (replay === 0) return '';
  return ` (${renews === undefined ? `replay ${replay}` : `renewed: ${renewsText(renews)}`})`;
};

const words = (entry: HistoryEntry): string => {
  const { type, key = '', rows = 0, deletes, run, to, of = [], name } = entry;
  switch (type) {
    case 'upload': {
      const file = key.startsWith(PREFIX) ? key.slice(PREFIX.length) : key;
      return `upload of ${file}: ${countText(rows)} readings${againText(entry)}`;
    }
    case 'deletion':
      // No upload is empty: this one named a deletion.
      if (deletes?.upload !== undefined && rows === 0)
        return `the deletion of run ${deletes.upload} taken back`;
      return deletes?.erased === true
        ? `erasure of ${deletionText({ rows })}`
        : `deletion of ${deletionText({ ...deletes, rows })}`;
    case 'removal':
      return `run ${run} was cancelled`;
    case 'reset':
      return 'began anew';
    case 'restoration':
      return `restored to what it was after ${to}`;
    case 'pin':
      return `version ${of.join()} pinned${name === undefined ? '' : ` as ${name}`}`;
    case 'unpin':
      return `version ${of.join()} unpinned`;
    case 'sweep':
      return of.length === 1 ? `version ${of.join()} removed` : `${of.length} versions removed`;
  }
};

const versionWords = ({ version, changed, sealed, latest, supersededBy }: HistoryEntry): string => {
  if (version === undefined) return '';
  if (supersededBy !== undefined)
    return `in ${supersededBy.version ?? `that of run ${supersededBy.run.slice(0, 8)}`}`;
  return [
    version,
    latest === true && 'latest',
    changed === false && 'as before',
    sealed === false && 'not sealed',
  ]
    .filter((word) => word !== false)
    .join(', ');
};

/** A dataset's history, a line an entry. */
export const historyText = (
  dataset: string,
  entries: readonly Readonly<HistoryEntry>[],
  total: number,
): string => {
  if (total === 0) return `${dataset} has no history: its log begins with its next upload`;
  const lines = entries
    .map(printable)
    .map((entry) => [
      String(entry.entry),
      entry.at.slice(0, 19).replace('T', ' '),
      entry.run?.slice(0, 8) ?? '',
      words(entry) + (entry.by === undefined ? '' : `, by ${entry.by}`),
      versionWords(entry),
    ]);
  const more = total > entries.length ? `\n${entries.length} of ${total} entries` : '';
  return tableText([['ENTRY', 'AT (UTC)', 'RUN', 'WHAT', 'VERSION'], ...lines]) + more;
};
