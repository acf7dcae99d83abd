import type { HistoryEntry } from '@wattline/api';
import { RenewsWords } from '../components/renews-words.tsx';
import { fileName, shortId } from '../text/names.ts';
import { countOf } from '../text/numbers.ts';
import { utcMinuteText } from '../text/times.ts';

/** "of m7 from 2024-03-01 00:00 on (UTC)": whose readings, and when. */
const deletedWords = ({ entity, from, to, upload }: NonNullable<HistoryEntry['deletes']>): string =>
  [
    entity !== undefined && `of ${entity}`,
    upload !== undefined && `of the upload of run ${shortId(upload)}`,
    from !== undefined && `from ${utcMinuteText(from)} on`,
    to !== undefined && `before ${utcMinuteText(to)}`,
    (from ?? to) !== undefined && '(UTC)',
  ]
    .filter((words) => words !== false)
    .join(' ');

/** What happened, in words. */
export const EntryWords = ({ entry }: { entry: HistoryEntry }) => {
  const { type, key = '', rows = 0, deletes = {}, replay = 0, to, of = [], name, renews } = entry;
  switch (type) {
    case 'upload':
      return (
        <>
          <span title={key}>{fileName(key)}</span> uploaded: {countOf(rows, 'reading')}
          {replay > 0 && renews === undefined && ` (replay ${replay})`}
          {renews !== undefined && (
            <>
              {', '}renewed: <RenewsWords renews={renews} />
            </>
          )}
        </>
      );
    case 'deletion':
      // No upload is empty: this one named a deletion.
      if (deletes.upload !== undefined && rows === 0)
        return <>the deletion of run {shortId(deletes.upload)} taken back</>;
      return (
        <>
          {countOf(rows, 'reading')} {deletedWords(deletes)} {deletes.erased === true ? 'erased' : 'deleted'}
        </>
      );
    case 'removal':
      return <>its run was cancelled: the upload is no part of the dataset</>;
    case 'reset':
      return <>the dataset began anew</>;
    case 'restoration':
      return <>restored to what it was after entry {to}</>;
    case 'pin':
      return (
        <>
          version <code>{of.join()}</code> pinned{name !== undefined && ` as ${name}`}
        </>
      );
    case 'unpin':
      return (
        <>
          version <code>{of.join()}</code> unpinned
        </>
      );
    case 'sweep':
      return <span title={of.join(', ')}>{countOf(of.length, 'version')} removed, which nothing keeps</span>;
  }
};
