import type { ErasurePreview } from '@wattline/worker';
import type { ErasedHere } from '../chain/erase.ts';
import { bytesText, countText } from './numbers.ts';
import { printable } from './printable.ts';

const count = (number: number, noun: string): string =>
  `${countText(number)} ${noun}${number === 1 ? '' : 's'}`;

type Version = ErasurePreview['versions'][number];
type Upload = ErasurePreview['uploads'][number];

const versionLine = ({ version, bytes, pinned, name, isOld }: Version): string =>
  [
    `  version ${version} goes, ${bytesText(bytes)}`,
    pinned && `pinned${name === undefined ? '' : ` as ${name}`}`,
    isOld && 'sealed before datasets grew: nobody can say what it is made of',
  ]
    .filter((words) => words !== false)
    .join('; ');

const uploadLine = ({ key, run, outcome, why }: Upload): string => {
  const what = {
    rewritten: 'is written again without it',
    gone: 'goes as a whole',
    refused: 'cannot be written without it',
  }[outcome];
  return `  ${key} (run ${run}) ${what}${why === undefined ? '' : `: ${why}`}`;
};

/** What an erasure would remove. */
export const erasureText = (preview: ErasurePreview): string => {
  const { dataset, entity, rows, versions, uploads, joinedBy } = printable(preview);
  return [
    `${count(rows, 'reading')} of ${entity} would be erased from ${dataset}, and every trace of it:`,
    ...versions.map(versionLine),
    ...uploads.map(uploadLine),
    '  what its runs recorded of it, and old versions of objects',
    ...joinedBy.map(
      (other) =>
        `versions of ${other}, which joins ${dataset}, keep its values until they go: wattline sweep ${other}`,
    ),
  ].join('\n');
};

const lefts: Readonly<Record<NonNullable<ErasedHere['left']>, string>> = {
  busy: 'a run has not ended: run this again once it has (wattline runs names it; one that was broken off goes on with wattline replay RUN)',
  swept: 'a sweep is at work on it, or was killed within the last minute: run this again in two',
  unsealed: 'the version without it is not sealed: replay its run, then run wattline sweep',
  refused: 'files came that cannot be written without it: run wattline erase again with --drop-files',
};

/** What an erasure removed, and what is left. */
export const erasedText = (erased: ErasedHere): string => {
  const { dataset, entity, versions, uploads, traces, logs = [], left } = printable(erased);
  if (left !== undefined) return `${entity} is being erased from ${dataset}: ${lefts[left]}`;
  const what = [
    `${count(versions.length, 'version')} went`,
    `${count(uploads.filter(({ outcome }) => outcome === 'rewritten').length, 'file')} written again`,
    `${count(uploads.filter(({ outcome }) => outcome === 'gone').length, 'file')} gone`,
  ];
  return [
    `${entity} is erased from ${dataset}: ${what.join(', ')}`,
    ...(traces.length === 0 ? [] : ['its name still stands in:']),
    ...traces.map(({ store, key }) => `  ${store} ${key}`),
    ...(logs.length === 0
      ? []
      : ['beside the stores too: stop the stack and delete these logs; drop these dead letters:']),
    ...logs.map(({ file, count: number, what }) => `  ${file}: ${count(number, what)}`),
  ].join('\n');
};
